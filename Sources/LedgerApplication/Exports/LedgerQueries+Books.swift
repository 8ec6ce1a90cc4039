import EventCodecs
import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

extension LedgerQueries {
    /// Writes a file of the accounts entry by entry, in the order of the log.
    ///
    /// The contracts are folded first, for their names and letters, then the log is read for its entries, and once more
    /// before that when balances are carried forward. Memory grows with the number of contracts and by eight bytes an
    /// event, never with the size of the file.
    func books(
        _ request: BooksRequest, knownAt: KnownAt, as writer: some BookWriter, _ readers: ReaderPool<Reader>,
        progress: (Int64) -> Void, _ sink: @escaping (ArraySlice<UInt8>) throws -> Void
    ) throws -> Answered<BooksSummary> {
        try reader.withSnapshot {
            let knowledge = try Knowledge(knownAt, now: now, in: reader)
            let charts = try charts(request, knowledge)
            let letters = try lettering(request, knowledge, readers)
            var before = BooksBefore(request, charts)
            if letters == nil || before.needsBalances {
                try reader.scan(from: .first, through: knowledge.position) { position, bytes in
                    before.add(try DecodedEvent(bytes, at: position))
                    return true
                }
            }
            let parties = letters?.parties ?? before.parties
            var output = BooksOutput(writer: writer, sink: sink)
            output.begin()
            for entry in before.entries(parties) { try output.write(entry) }
            var numbers = EntryNumbers()
            var units = Units(isKept: request.isPlaced)
            try reader.scan(from: .first, through: knowledge.position) { position, bytes in
                let decoded = try DecodedEvent(bytes, at: position)
                if position.number % 4_096 == 0 { progress(position.number) }
                units.learn(decoded)
                let movements = decoded.event.movements
                if movements.isEmpty || decoded.accountingOn > request.through { return true }
                let journal = JournalRole(movements)
                let number = numbers.next(journal, decoded.accountingOn.components.year)
                if let from = request.from, decoded.accountingOn < from { return true }
                try output.write(
                    Self.entry(
                        decoded, movements, journal, number, charts[decoded.accountingOn],
                        decoded.contract.flatMap { parties[$0] }, letters?[position], units.row(of: decoded)))
                return true
            }
            try output.end()
            var summary = output.summary
            summary.unlettered = letters?.failures ?? []
            return Answered(value: summary, knowledge: knowledge)
        }
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
        _ request: BooksRequest, _ knowledge: Knowledge, _ readers: ReaderPool<Reader>
    ) throws -> LetteringTable? {
        guard request.isLettered else { return nil }
        // Days to come may have no tariff yet; what is billed has.
        let billed = known.billedThrough(knownAt: knowledge.position)
        let candidates = [request.through] + (billed.map { [min($0, request.through)] } ?? [])
        return try LetteringTable(
            contractNames(), through: knowledge.position, asOf: candidates,
            known.context(knownAt: knowledge.position), readers)
    }

    /// Every contract there is, also those opened after what the question knows.
    private func contractNames() throws -> [ContractID] {
        var found: [ContractID] = []
        var after: StreamName?
        while true {
            let page = try reader.streams(withPrefix: Streams.contractPrefix, after: after, limit: 1_000)
            found += page.compactMap { Streams.contract(of: $0.name) }
            guard let last = page.last else { return found }
            after = last.name
        }
    }

    private static func entry(
        _ decoded: DecodedEvent, _ movements: [Movement], _ journal: JournalRole, _ number: Int,
        _ chart: ChartOfAccounts, _ party: BookEntry.Party?, _ mark: Lettering.Mark?,
        _ row: TariffRowID?
    ) -> BookEntry {
        var label = decoded.event.label
        if decoded.accountingOn != decoded.effectiveOn {
            label += " (effet du \(FrenchText.day(decoded.effectiveOn)))"
        }
        return BookEntry(
            journal: chart[journal], number: number, accountingOn: decoded.accountingOn,
            effectiveOn: decoded.effectiveOn,
            recordedOn: ParisTime.day(of: decoded.recordedAt), position: decoded.position.number,
            document: decoded.event.document ?? String(decoded.position.number), label: label,
            lines: movements.map { movement in
                let account = chart[movement.account]
                return BookEntry.Line(
                    account: account, party: account.isAuxiliary ? party : nil, amount: movement.amount,
                    lettering: movement.account == .tenants ? mark : nil)
            }, row: row)
    }
}

/// The next number of each journal and year.
private struct EntryNumbers {
    private struct Series: Hashable {
        let journal: JournalRole
        let year: Int
    }

    private var last: [Series: Int] = [:]

    mutating func next(_ journal: JournalRole, _ year: Int) -> Int {
        last[Series(journal: journal, year: year), default: 0] += 1
        return last[Series(journal: journal, year: year)] ?? 1
    }
}

/// Entries on their way into a file, in pieces of some hundred kilobytes.
private struct BooksOutput<Writer: BookWriter> {
    var writer: Writer
    let sink: (ArraySlice<UInt8>) throws -> Void
    private(set) var summary = BooksSummary()
    private var buffer: [UInt8] = []

    private static var capacity: Int { 1 << 18 }

    init(writer: Writer, sink: @escaping (ArraySlice<UInt8>) throws -> Void) {
        self.writer = writer
        self.sink = sink
        buffer.reserveCapacity(Self.capacity + 65_536)
    }

    mutating func begin() { writer.begin(&buffer) }

    mutating func write(_ entry: BookEntry) throws {
        writer.write(entry, &buffer)
        summary.add(entry)
        if buffer.count >= Self.capacity { try flush() }
    }

    mutating func end() throws {
        writer.end(&buffer)
        try flush()
    }

    private mutating func flush() throws {
        try sink(buffer[...])
        buffer.removeAll(keepingCapacity: true)
    }
}

extension RecordedEvent {
    /// The reference of the document behind the entry; nil when the event is its own proof.
    fileprivate var document: String? {
        switch self {
        case .fact(.sundryCharged(let charge)), .fact(.chargeCancelled(_, let charge)): charge.reference?.text
        case .ledger(.serviceSold(let sale)): sale.reference?.text
        case .fact, .posting, .correction, .opened, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted,
            .keyAdopted, .person:
            nil
        }
    }
}
