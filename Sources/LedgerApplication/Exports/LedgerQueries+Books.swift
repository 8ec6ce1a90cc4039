import EventCodecs
import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

extension LedgerQueries {
    /// Writes a file of the accounts, its entries in the order of the log.
    ///
    /// The log is read once: what folds want of the events of contracts goes to a temporary file. Then the contracts are
    /// folded, for their names, letters, balances and entries, and the entries are written. Memory grows with the number of
    /// contracts, never with the log or the file.
    func books(
        _ request: BooksRequest, knownAt: KnownAt, as writer: some BookWriter,
        _ readers: ReaderPool<Reader>, progress: @escaping ExportProgress,
        _ sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) throws -> Answered<BooksSummary> {
        try reader.withSnapshot {
            let knowledge = try Knowledge(knownAt, now: now, in: reader)
            let charts = try charts(request, knowledge)
            let closing = known.closing(of: request.through, knownAt: knowledge.position)
            let names = BooksBefore(request, charts, known: closing ?? knowledge.position)
            let context = known.context(knownAt: names.known)
            let contracts = try contracts()
            let events = contracts.reduce(into: 2 * knowledge.position.number) { $0 += Int64($1.events) }
            var reading = try BooksReading(
                request, contracts, through: knowledge.position, names, ServiceNames(context.prices))
            try reading.fill(readers) { progress($0, events) }
            let question = ContractEntries.Question(
                request: request, charts: charts, days: days(request, names), context: context)
            let entries = try ContractEntries(reading, names, question) { progress($0, events) }
            let read = knowledge.position.number + entries.events
            var summary = try BooksFile(entries, reading.groups.contracts, charts).write(
                after: entries.before.entries, as: writer, progress: { progress(read + $0, events) }, sink)
            summary.unlettered = entries.unlettered
            return Answered(value: summary, knowledge: knowledge)
        }
    }

    /// The day whose letters are wanted, and earlier ones: days to come may have no tariff yet; what is billed has. Rules that
    /// are adopted after a month was closed change no letter of that month.
    private func days(_ request: BooksRequest, _ before: BooksBefore) -> [CalendarDate] {
        guard request.isLettered else { return [] }
        let billed = known.billedThrough(knownAt: before.known)
        return [request.through] + (billed.map { [min($0, request.through)] } ?? [])
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
