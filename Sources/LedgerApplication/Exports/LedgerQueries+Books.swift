import EventCodecs
import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

extension LedgerQueries {
    /// Writes a file of the accounts entry by entry, in the order of the log.
    ///
    /// The contracts are folded first, for their names, letters and balances; then the log is read for its entries.
    /// Without letters the log is read for names and balances too. Memory grows with the number of contracts and by the bytes
    /// of ``LetteringTable``, never with the size of the file.
    func books(
        _ request: BooksRequest, knownAt: KnownAt, as writer: some BookWriter & Sendable,
        _ readers: ReaderPool<Reader>, progress: @escaping @Sendable (Int64) -> Void,
        _ sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) throws -> Answered<BooksSummary> {
        try reader.withSnapshot {
            let knowledge = try Knowledge(knownAt, now: now, in: reader)
            let charts = try charts(request, knowledge)
            let closing = known.closing(of: request.through, knownAt: knowledge.position)
            let names = BooksBefore(request, charts, known: closing ?? knowledge.position)
            let letters = try lettering(request, names, knowledge, readers, progress)
            let before = try letters?.before ?? balances(names, knowledge, progress)
            let read = knowledge.position.number + (letters?.events ?? 0)
            var file = BooksFile(
                output: BooksOutput(writer: writer, sink: sink), units: Units(isKept: request.isPlaced), charts: charts)
            try file.begin(before.entries)
            let entries = BookEntries(request: request, charts: charts, parties: before.parties, letters: letters)
            let stretch: Int64 = 2_048
            try InOrder.run(Int((knowledge.position.number + stretch - 1) / stretch), &file) { index in
                let first = Position(leafIndex: Int64(index) * stretch)
                let last = min(Position(leafIndex: Int64(index + 1) * stretch - 1), knowledge.position)
                return try readers.lend { try entries.read($0, from: first, through: last) }
            } take: { file, stretch in
                progress(read + stretch.through.number)
                try file.write(stretch)
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
    func charts(_ request: BooksRequest, _ knowledge: Knowledge) throws -> ChartTimeline {
        if let chart = request.chart { return ChartTimeline(chart) }
        var charts = ChartTimeline()
        for adoption in known.charts(knownAt: knowledge.position) {
            charts.adopt(try ChartOfAccounts(adoption), from: adoption.from)
        }
        return charts
    }

    private func lettering(
        _ request: BooksRequest, _ before: BooksBefore, _ knowledge: Knowledge, _ readers: ReaderPool<Reader>,
        _ progress: @escaping @Sendable (Int64) -> Void
    ) throws -> LetteringTable? {
        guard request.isLettered else { return nil }
        // Days to come may have no tariff yet; what is billed has. Rules that are adopted after a month was closed change
        // no letter of that month.
        let billed = known.billedThrough(knownAt: before.known)
        let candidates = [request.through] + (billed.map { [min($0, request.through)] } ?? [])
        var table = try LetteringTable(
            contracts(), through: knowledge.position, before, asOf: candidates,
            known.context(knownAt: before.known), readers, progress: progress)
        guard before.needsBalances else { return table }
        try reader.backwards(Streams.withMoneyOfNoContract, through: knowledge.position) { _, position, bytes in
            table.add(try DecodedEvent(bytes, at: position))
        }
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
