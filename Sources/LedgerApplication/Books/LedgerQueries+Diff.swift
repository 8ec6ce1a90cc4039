import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules

extension LedgerQueries {
    /// Every figure of a day that moved between two moments of knowledge, and the events that moved it.
    func diff(from early: KnownAt, to late: KnownAt, asOf day: CalendarDate) throws -> KnowledgeDiff {
        try reader.withSnapshot {
            let from = try Knowledge(early, now: now, in: reader)
            let to = try Knowledge(late, now: now, in: reader)
            guard from.position <= to.position else {
                throw QueryError.momentsInDisorder(from: from.position.number, to: to.position.number)
            }
            var diff = KnowledgeDiff(asOf: day, from: from, to: to)
            let recorded = try compareBalances(&diff)
            diff.ledger = recorded.ofLedger.map(\.cause)
            try compareContracts(&diff, recorded)
            return diff
        }
    }

    private func compareBalances(_ diff: inout KnowledgeDiff) throws -> RecordedBetween {
        var recorded = RecordedBetween()
        var before = TrialBalance()
        var after = TrialBalance()
        var positions: [Account: [Int64]] = [:]
        try reader.scan(from: .first, through: diff.to.position) { position, bytes in
            let decoded = try DecodedEvent(bytes, at: position)
            let movements = decoded.accountingOn <= diff.asOf ? decoded.event.movements : Movements()
            after.add(movements)
            recorded.addLink(decoded)
            guard position > diff.from.position else {
                before.add(movements)
                return true
            }
            for account in Set(movements.map(\.account)) {
                positions[account, default: []].append(position.number)
            }
            recorded.add(decoded)
            return true
        }
        diff.accounts = Account.allCases.compactMap { account in
            guard before[account] != after[account] else { return nil }
            return KnowledgeDiff.AccountChange(
                account: account, before: before[account], after: after[account],
                positions: positions[account] ?? [])
        }
        return recorded
    }

    private func compareContracts(_ diff: inout KnowledgeDiff, _ recorded: RecordedBetween) throws {
        var touched = Set(recorded.ofContracts.keys)
        for id in recorded.ofContracts.keys { touched.formUnion(recorded.later[id] ?? []) }
        // What changes the rules may move any contract.
        if !recorded.rules.isEmpty {
            touched = Set(
                try reader.streams(withPrefix: Streams.contractPrefix, after: nil, limit: .max)
                    .compactMap { Streams.contract(of: $0.name) })
        }
        let contexts = KnownContexts(known, changing: recorded.rules)
        for id in touched.sorted(by: { $0.text < $1.text }) {
            do {
                var walk = try FigureWalk(id, recorded, diff, contexts, reader)
                if let change = try walk.change() { diff.contracts.append(change) }
            } catch let error as ScheduleError {
                diff.failures.append(BillingReport.Failure(contract: id, error: error))
            }
        }
    }
}

/// What was recorded between two moments, as far as it can move a figure.
private struct RecordedBetween {
    private(set) var ofContracts: [ContractID: [KnowledgeDiff.Cause]] = [:]
    private(set) var ofLedger: [(cause: KnowledgeDiff.Cause, changesRules: Bool)] = []
    /// The contracts whose readmission names a contract: what it owes is overdue on them too.
    private(set) var later: [ContractID: [ContractID]] = [:]
    /// The contract that a readmission names.
    private(set) var earlier: [ContractID: ContractID] = [:]

    /// Tariffs and policies: each may move the figures of any contract.
    var rules: [KnowledgeDiff.Cause] { ofLedger.filter(\.changesRules).map(\.cause) }

    mutating func addLink(_ decoded: DecodedEvent) {
        guard let id = decoded.contract, case .fact(.readmissionGranted(let readmission)) = decoded.event else {
            return
        }
        later[readmission.earlier, default: []].append(id)
        earlier[id] = readmission.earlier
    }

    mutating func add(_ decoded: DecodedEvent) {
        let cause = KnowledgeDiff.Cause(
            position: decoded.position.number, event: decoded.event.kind.rawValue, effectiveOn: decoded.effectiveOn,
            accountingOn: decoded.accountingOn)
        if let id = decoded.contract { return ofContracts[id, default: []].append(cause) }
        guard case .ledger(let fact) = decoded.event else { return }
        switch fact {
        case .tariffPublished, .tariffCorrected, .rowSucceeded, .policyAdopted: ofLedger.append((cause, true))
        case .monthClosed: ofLedger.append((cause, false))
        // Prices and rates are written into each charge; the others concern no figure of a contract.
        case .servicePricePublished, .shortStayRatePublished, .vatRateAdopted, .billingRecorded, .tenantCodeAssigned,
            .receiptParked, .serviceSold, .parkedReceiptAllocated, .parkedAllocationUndone, .parkedReceiptReturned,
            .parkedRefundDecided, .parkedRefundWired:
            break
        }
    }
}

/// The rules as they were known at positions, each made once.
private final class KnownContexts {
    private let known: KnownContext
    private let changes: [Int64]
    private var made: [Int: RuleContext] = [:]

    init(_ known: KnownContext, changing: [KnowledgeDiff.Cause]) {
        self.known = known
        changes = changing.map(\.position)
    }

    /// - Parameter position: between the two moments that are compared.
    func context(at position: Position) -> RuleContext {
        let place = changes.partition(after: position.number)
        if let context = made[place] { return context }
        let context = known.context(knownAt: position)
        made[place] = context
        return context
    }
}

extension [Int64] {
    /// The number of elements that are not greater than `number`; they ascend.
    fileprivate func partition(after number: Int64) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] <= number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Goes from one moment to the other, event by event, and sees which figures of a contract each one moves.
private struct FigureWalk<Reader: EventStoreReader> {
    private struct Key: Hashable {
        let name: String
        let month: Month?
    }

    private typealias Figures = [Key: Money]

    /// An event that may move a figure; runs of rules are halved until those that do are found.
    private struct Step {
        let cause: KnowledgeDiff.Cause
        let isRule: Bool
    }

    private let id: ContractID
    private let asOf: CalendarDate
    private let from: Position
    private let to: Position
    private let events: [DecodedEvent]
    private let earlierEvents: [DecodedEvent]
    private let steps: [Step]
    private let contexts: KnownContexts
    private var moving: [Key: [Int64]] = [:]

    init(
        _ id: ContractID, _ recorded: RecordedBetween, _ diff: KnowledgeDiff, _ contexts: KnownContexts,
        _ reader: Reader
    ) throws {
        self.id = id
        asOf = diff.asOf
        (from, to) = (diff.from.position, diff.to.position)
        self.contexts = contexts
        events = try reader.events(of: id, through: to)
        let earlier = recorded.earlier[id]
        earlierEvents = try earlier.map { try reader.events(of: $0, through: diff.to.position) } ?? []
        let own = (recorded.ofContracts[id] ?? []) + (earlier.flatMap { recorded.ofContracts[$0] } ?? [])
        steps = (own.map { Step(cause: $0, isRule: false) } + recorded.rules.map { Step(cause: $0, isRule: true) })
            .sorted { $0.cause.position < $1.cause.position }
    }

    /// What moved, and why; nil when nothing did.
    ///
    /// - Throws: `ScheduleError` when the account of one of the two moments cannot be made.
    mutating func change() throws -> KnowledgeDiff.ContractChange? {
        let (before, after) = (try figures(at: from), try figures(at: to))
        let moved = Self.moved(before, after)
        guard !moved.isEmpty else { return nil }
        walk(before)
        let named = Set(moved.flatMap { moving[$0] ?? [] })
        return KnowledgeDiff.ContractChange(
            contract: id,
            figures: moved.map { key in
                KnowledgeDiff.Figure(
                    name: key.name, month: key.month, before: before[key] ?? .zero, after: after[key] ?? .zero,
                    positions: moving[key] ?? [])
            }, causes: steps.map(\.cause).filter { named.contains($0.position) })
    }

    private mutating func walk(_ before: Figures) {
        var current = before
        // Events after which no account can be made, such as for want of a tariff: the next one that can is theirs too.
        var waiting: [Step] = []
        var place = 0
        while place < steps.count {
            var end = place + 1
            while steps[place].isRule, end < steps.count, steps[end].isRule { end += 1 }
            let run = Array(steps[place..<end])
            place = end
            guard let last = run.last, let next = known(at: last) else {
                waiting += run
                continue
            }
            if waiting.isEmpty { halve(run, current, next) } else { name(waiting + run, current, next) }
            (waiting, current) = ([], next)
        }
    }

    /// Names the events of a run between two sets of figures that move them.
    private mutating func halve(_ run: [Step], _ before: Figures, _ after: Figures) {
        guard before != after else { return }
        let middle = run.count / 2
        guard middle > 0, let between = known(at: run[middle - 1]) else { return name(run, before, after) }
        halve(Array(run[..<middle]), before, between)
        halve(Array(run[middle...]), between, after)
    }

    private mutating func name(_ steps: [Step], _ before: Figures, _ after: Figures) {
        for key in Self.moved(before, after) { moving[key, default: []] += steps.map(\.cause.position) }
    }

    private func known(at step: Step) -> Figures? {
        guard let position = Position(step.cause.position) else { return nil }
        return try? figures(at: position)
    }

    /// The figures that are others, in the order in which they are shown.
    private static func moved(_ before: Figures, _ after: Figures) -> [Key] {
        let keys = Set(before.keys).union(after.keys).filter { before[$0] ?? .zero != after[$0] ?? .zero }
        func order(_ key: Key) -> (Int, Int) {
            (names.firstIndex(of: key.name) ?? names.count, key.month.map { Int($0.index) } ?? 0)
        }
        return keys.sorted { order($0) < order($1) }
    }

    private func figures(at position: Position) throws(ScheduleError) -> Figures {
        let context = contexts.context(at: position)
        guard let statement = try statement(events, at: position, context) else { return [:] }
        var figures: Figures = [:]
        for (name, amount) in zip(Self.names, Self.amounts(statement)) { figures[Key(name: name, month: nil)] = amount }
        if statement.tenure.readmission != nil, let left = try self.statement(earlierEvents, at: position, context) {
            figures[Key(name: "overdue_cents", month: nil), default: .zero] += left.arrears.amount
        }
        for figure in statement.housingAid {
            figures[Key(name: Self.housingAid, month: figure.month), default: .zero] += figure.bare ?? .zero
        }
        return figures
    }

    /// What was known of a contract; nil before its first event.
    private func statement(
        _ events: [DecodedEvent], at position: Position, _ context: RuleContext
    ) throws(ScheduleError) -> ContractStatement? {
        let known = events.prefix { $0.position <= position }
        return try known.isEmpty ? nil : ContractStatement(ContractState(Array(known)), asOf: asOf, context)
    }

    private static var housingAid: String { "housing_aid_bare_cents" }

    private static var names: [String] {
        [
            "charged_cents", "due_cents", "paid_cents", "deposit_offset_cents", "outstanding_cents", "credit_cents",
            "advance_held_cents", "deposit_held_cents", "required_deposit_cents", "forfeited_cents",
            "refund_payable_cents", "unallocated_cents", "overdue_cents",
        ]
    }

    private static func amounts(_ statement: ContractStatement) -> [Money] {
        let balances = statement.balances
        return [
            balances.charged, balances.due, balances.paid, balances.depositOffset, balances.outstanding,
            balances.credit,
            balances.advanceHeld, balances.depositHeld, statement.tenure.requiredDeposit, balances.forfeited,
            balances.refundPayable, balances.unallocated, statement.arrears.amount,
        ]
    }
}
