import EventCodecs
import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

extension LedgerQueries {
    /// Writes a file of the accounts entry by entry, in the order of the log.
    ///
    /// The log is read once: what events come to in the books and what folds want of them goes to temporary files. Then the
    /// contracts are folded, for their names, letters and balances, and the entries are written. Without letters the log is
    /// read for names and balances too. Memory grows with the number of contracts, never with the log or the file.
    func books(
        _ request: BooksRequest, knownAt: KnownAt, as writer: some BookWriter & Sendable,
        _ readers: ReaderPool<Reader>, progress: @escaping @Sendable (Int64) -> Void,
        _ sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) throws -> Answered<BooksSummary> {
        try reader.withSnapshot {
            let knowledge = try Knowledge(knownAt, now: now, in: reader)
            let charts = try charts(request, knowledge)
            let nothing = BooksBefore(request, charts)
            var reading = try BooksReading(request, contracts(), through: knowledge.position, nothing)
            try reading.fill(readers, progress: progress)
            let letters = try lettering(request, reading, nothing, knowledge, progress)
            let before = try letters?.before ?? balances(nothing, knowledge, progress)
            let read = knowledge.position.number + (letters?.events ?? 0)
            var file = BooksFile(
                output: BooksOutput(writer: writer, sink: sink), units: Units(isKept: request.isPlaced), charts: charts)
            try file.begin(before.entries)
            let entries = BookEntries(reading: reading, parties: before.parties, letters: letters)
            try InOrder.run(BooksReading.stretches(through: knowledge.position), &file) { index in
                (try entries.read(index), BooksReading.positions(of: index, through: knowledge.position).upperBound)
            } take: { file, stretch in
                progress(read + stretch.1)
                try file.write(stretch.0)
            }
            var summary = try file.end()
            summary.unlettered = letters?.failures ?? []
            return Answered(value: summary, knowledge: knowledge)
        }
    }

    /// What the log says of contracts and balances.
    private func balances(
        _ before: BooksBefore, _ knowledge: Knowledge, _ progress: (Int64) -> Void
    ) throws -> BooksBefore {
        var before = before
        try reader.scan(from: .first, through: knowledge.position) { position, bytes in
            before.add(try DecodedEvent(bytes, at: position))
            if position.number % 4_096 == 0 { progress(position.number) }
            return true
        }
        return before
    }

    /// The chart that was asked for, or those that were adopted.
    private func charts(_ request: BooksRequest, _ knowledge: Knowledge) throws -> ChartTimeline {
        if let chart = request.chart { return ChartTimeline(chart) }
        var charts = ChartTimeline()
        for adoption in known.charts(knownAt: knowledge.position) {
            charts.adopt(try ChartOfAccounts(adoption), from: adoption.from)
        }
        return charts
    }

    private func lettering(
        _ request: BooksRequest, _ reading: BooksReading, _ before: BooksBefore, _ knowledge: Knowledge,
        _ progress: @escaping @Sendable (Int64) -> Void
    ) throws -> LetteringTable? {
        guard request.isLettered else { return nil }
        // Days to come may have no tariff yet; what is billed has.
        let billed = known.billedThrough(knownAt: knowledge.position)
        let candidates = [request.through] + (billed.map { [min($0, request.through)] } ?? [])
        var table = try LetteringTable(
            reading.groups, through: knowledge.position, before, asOf: candidates,
            known.context(knownAt: knowledge.position), progress: progress)
        table.add(reading.before)
        return table
    }

    /// Every contract there is, also those opened after what the question knows, with the number of its events.
    private func contracts() throws -> [(id: ContractID, events: Int)] {
        var found: [(id: ContractID, events: Int)] = []
        var after: StreamName?
        while true {
            let page = try reader.streams(withPrefix: Streams.contractPrefix, after: after, limit: 1_000)
            found += page.compactMap { name, head in Streams.contract(of: name).map { ($0, head.version) } }
            guard let last = page.last else { return found }
            after = last.name
        }
    }
}
