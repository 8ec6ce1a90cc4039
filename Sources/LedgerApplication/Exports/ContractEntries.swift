import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// The entries of contracts, folded contract by contract: who the contracts are, what they carry forward, and what each of
/// their events comes to in the books, with its letters.
struct ContractEntries: Sendable {
    private(set) var filed: FiledEntries
    /// Who the contracts are, and what they carry forward.
    private(set) var before: BooksBefore
    private(set) var unlettered: [ContractID] = []
    /// The number of events of contracts that were read.
    private(set) var events: Int64 = 0

    /// What the contracts are folded for.
    struct Question: Sendable {
        let request: BooksRequest
        let charts: ChartTimeline
        /// The day whose letters are wanted, and earlier ones for contracts that a tariff is missing for by then; empty without
        /// letters.
        let days: [CalendarDate]
        let context: RuleContext
    }

    /// What a group of contracts adds.
    private struct Page: Sendable {
        var before: BooksBefore
        var events: Int64 = 0
        /// The contracts that no tariff reaches any of the days for.
        var unlettered: [ContractID] = []
        var written: FiledEntries.Written
    }

    /// Folds the contracts of a reading, on every processor.
    ///
    /// - Parameter names: what learns of the contracts; it has learnt nothing yet.
    init(
        _ reading: BooksReading, _ names: BooksBefore, _ question: Question, progress: @Sendable (Int64) -> Void
    ) throws {
        filed = reading.entries
        before = reading.before
        let groups = reading.groups
        let empty = reading.entries
        let known = empty.stretches.known.number
        try InOrder.run(groups.count, &self) { index in
            var fold = Fold(names, question, empty.values(count: ContractGroups.length))
            try groups.read(index) { place, events in try fold.add(events, at: place) }
            return Page(
                before: fold.before, events: fold.events, unlettered: fold.unlettered,
                written: try empty.write(fold.values))
        } take: { entries, page in
            entries.filed.add(page.written)
            entries.before.add(page.before)
            entries.unlettered += page.unlettered
            entries.events += page.events
            progress(known + entries.events)
        }
        unlettered.sort()
    }

    /// A group of contracts on its way.
    private struct Fold {
        let question: Question
        private let names: ServiceNames
        private let isShared: Bool
        var before: BooksBefore
        var values: FiledEntries.Values
        var events: Int64 = 0
        var unlettered: [ContractID] = []
        var days = RecordingDays()

        init(_ before: BooksBefore, _ question: Question, _ values: FiledEntries.Values) {
            self.before = before
            self.values = values
            self.question = question
            names = ServiceNames(question.context.prices)
            isShared = question.charts.hasSharedAccounts
        }

        mutating func add(_ events: ContractGroups.Events, at place: Int) throws {
            self.events += Int64(events.count)
            var state = ContractState()
            var held = HeldMoneyLettering()
            var late: [Int64: CalendarDate] = [:]
            var last = CalendarDate(dayNumber: 0)
            var unit: TariffRowID?
            var drafts: [BookDraft] = []
            drafts.reserveCapacity(events.count)
            try events.forEach { event in
                let movements = event.event.movements
                before.add(event, movements)
                if question.request.isPlaced { unit = event.event.unitRow ?? unit }
                if let draft = BookDraft(event, movements, question.request, &days, names, unit: unit) {
                    drafts.append(draft)
                }
                guard let day = question.days.first, event.position <= before.known else { return }
                state.apply(event)
                if event.accountingOn <= day {
                    held.add(
                        movements, at: event.position.number, bookedOn: event.accountingOn,
                        refund: event.event.refund)
                }
                if event.accountingOn != event.effectiveOn { late[event.position.number] = event.accountingOn }
                if event.effectiveOn <= day { last = max(last, event.effectiveOn) }
            }
            var lettering = Lettering()
            // A letter that no entry of the file bears was completed before its first day, or has not begun by its last.
            if drafts.contains(where: \.isWritten) {
                lettering = self.lettering(state, last, late, events.contract)
                lettering.add(held)
                before.add(lettering, of: events.contract)
            }
            file(drafts, lettering.parts, at: place)
        }

        /// The letters of a contract's account.
        ///
        /// - Parameter last: the latest day on which one of its events took effect.
        private mutating func lettering(
            _ state: ContractState, _ last: CalendarDate, _ late: [Int64: CalendarDate], _ id: ContractID
        ) -> Lettering {
            guard let day = question.days.first, state.version > 0 else { return Lettering() }
            // A later day than tariffs reach: what comes after the day that is taken in its place has no letter.
            for day in [day] + (question.days.dropFirst() + [last]).sorted(by: >) {
                guard let account = try? ContractAccount(state, asOf: day, question.context) else { continue }
                return Lettering(state, account, late: late)
            }
            unlettered.append(id)
            return Lettering()
        }

        /// Files the entries of a contract with their letters; both are in the order of the log.
        private mutating func file(_ drafts: [BookDraft], _ letters: [Lettering.Part], at place: Int) {
            var rest = letters[...]
            for index in drafts.indices {
                let position = drafts[index].position.number
                rest = rest.drop { $0.position < position }
                var letters = rest.prefix { $0.position == position }
                // An account that all contracts share has no letters: those are a contract's own.
                if isShared, !letters.isEmpty {
                    let chart = question.charts[drafts[index].accountingOn]
                    letters = letters.filter { chart[$0.account].isAuxiliary }[...]
                }
                values.add(drafts[index], of: place, letters)
            }
        }
    }
}
