import EventCodecs
import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// Questions answered by folding streams or the log, on a reader's thread.
struct LedgerQueries<Reader: EventStoreReader> {
    let reader: Reader
    let known: KnownContext
    let now: Instant

    func statement(
        of id: ContractID, asOf day: CalendarDate, knownAt: KnownAt, unless basis: StatementBasis?
    ) throws -> Answered<StatementAnswer?> {
        try reader.withSnapshot {
            if let basis {
                let knowledge = try Knowledge(knownAt, now: now, in: reader)
                if try holds(basis, knowledge) { return Answered(value: nil, knowledge: knowledge) }
            }
            let answer = try statement(of: id, asOf: day, knownAt: knownAt)
            return Answered(value: answer.value, knowledge: answer.knowledge)
        }
    }

    private func holds(_ basis: StatementBasis, _ knowledge: Knowledge) throws -> Bool {
        guard known.lastFact(knownAt: knowledge.position) == basis.ledger else { return false }
        return try basis.contracts.allSatisfy { id, last in
            try last <= knowledge.position && reader.head(of: Streams.contract(id))?.lastPosition == last
        }
    }

    func statement(
        of id: ContractID, asOf day: CalendarDate, knownAt: KnownAt
    ) throws -> Answered<StatementAnswer> {
        try reader.withSnapshot {
            let knowledge = try Knowledge(knownAt, now: now, in: reader)
            let events = try reader.events(of: id, through: knowledge.position)
            guard let last = events.last else { throw QueryError.unknownContract(id.text) }
            let state = ContractState(events)
            let context = known.context(knownAt: knowledge.position)
            let names = ServiceNames(context.prices)
            let statement = try ContractStatement(state, asOf: day, context)
            var overdue = statement.arrears.amount
            var contracts = [id: last.position]
            if let earlier = statement.tenure.readmission?.earlier {
                let events = try reader.events(of: earlier, through: knowledge.position)
                overdue += try ContractStatement(ContractState(events), asOf: day, context).arrears.amount
                contracts[earlier] = events.last?.position
            }
            return Answered(
                value: StatementAnswer(
                    statement: statement, version: state.version,
                    billedThrough: known.billedThrough(knownAt: knowledge.position),
                    overdue: overdue, movements: Self.movements(events, asOf: day, names),
                    explanation: StatementExplanation(statement, context),
                    unit: Self.unit(statement, context.tariffs), names: names,
                    basis: StatementBasis(
                        contracts: contracts, ledger: known.lastFact(knownAt: knowledge.position),
                        knownAt: knowledge.position)),
                knowledge: knowledge)
        }
    }

    /// The row of the unit on the day asked about, or on the nearest day billed.
    private static func unit(_ statement: ContractStatement, _ tariffs: TariffTable) -> TariffRow? {
        let tenure = statement.tenure
        let last = min(statement.asOf, statement.billingEnd ?? statement.asOf)
        let day = max(last, tenure.effectiveOn ?? last)
        guard let id = tenure.row(on: day) else { return nil }
        return try? tariffs.row(id, on: day)
    }

    /// What moved the tenant's account by the end of `day`, with the balance after each event.
    private static func movements(
        _ events: [DecodedEvent], asOf day: CalendarDate, _ names: ServiceNames
    ) -> [AccountMovement] {
        var moving: [(moment: EffectiveMoment, movement: AccountMovement)] = []
        for event in events where event.effectiveOn <= day {
            let amount = event.event.movements.reduce(Money.zero) { $1.account == .tenants ? $0 + $1.amount : $0 }
            guard amount != .zero else { continue }
            moving.append(
                (
                    event.moment,
                    AccountMovement(
                        effectiveOn: event.effectiveOn, position: event.position.number,
                        event: event.event.kind.rawValue, label: event.event.label(names), amount: amount,
                        balance: .zero)
                ))
        }
        // Events of one moment stay in the order of the log.
        moving.sort { ($0.moment, $0.movement.position) < ($1.moment, $1.movement.position) }
        var balance = Money.zero
        return moving.map { entry in
            balance += entry.movement.amount
            var movement = entry.movement
            movement.balance = balance
            return movement
        }
    }

    func contract(_ id: ContractID) throws -> ContractSummary {
        try reader.withSnapshot {
            guard let head = try reader.head(of: Streams.contract(id)) else {
                throw QueryError.unknownContract(id.text)
            }
            return try summary(id, head, isCurrent: try reader.hasCurrentRows)
        }
    }

    /// The contract that a code stood for at a moment of knowledge.
    func contract(of code: TenantCode, knownAt: KnownAt) throws -> ContractID {
        try reader.withSnapshot {
            let known = try knownAt == .head ? nil : Knowledge(knownAt, now: now, in: reader).position
            guard let last = try reader.stream(Streams.tenantCode(code), through: known).last,
                case .ledger(.tenantCodeAssigned(let id)) = try DecodedEvent(last).event
            else { throw QueryError.unknownTenantCode(code.text) }
            return id
        }
    }

    func contracts(after cursor: ContractID?, limit: Int) throws -> [ContractSummary] {
        try reader.withSnapshot {
            let isCurrent = try reader.hasCurrentRows
            return try reader.streams(
                withPrefix: Streams.contractPrefix, after: cursor.map(Streams.contract), limit: limit
            ).compactMap { name, head in
                try Streams.contract(of: name).map { try summary($0, head, isCurrent: isCurrent) }
            }
        }
    }

    /// Rows that other code wrote, or that are being made anew, are not looked at: the stream is folded.
    private func summary(_ id: ContractID, _ stored: StreamHead, isCurrent: Bool) throws -> ContractSummary {
        ContractSummary(
            id: id, version: stored.version, lastPosition: stored.lastPosition,
            head: isCurrent
                ? try ContractHeadCodec.decode(stored.row)
                : ContractHead(folding: try reader.events(of: id, through: nil)))
    }

    func list<Row>(
        asOf day: CalendarDate, knownAt: KnownAt, after cursor: ContractID?, limit: Int,
        _ rows: (ContractID, ContractStatement) -> [Row]
    ) throws -> Answered<ListPage<Row>> {
        try reader.withSnapshot {
            let knowledge = try Knowledge(knownAt, now: now, in: reader)
            let context = known.context(knownAt: knowledge.position)
            var found: [Row] = []
            var failures: [BillingReport.Failure] = []
            var after = cursor.map(Streams.contract)
            // Where the next page begins, once this one is full: what comes then is read to know whether there is one.
            var next: ContractID?
            while true {
                let page = try reader.streams(withPrefix: Streams.contractPrefix, after: after, limit: 32)
                let ids = page.compactMap { Streams.contract(of: $0.name) }
                for (id, events) in zip(ids, try reader.events(of: ids, through: knowledge.position)) {
                    let state = ContractState(events)
                    if state.version == 0 { continue }
                    var more: [Row] = []
                    var failure: BillingReport.Failure?
                    do {
                        more = rows(id, try ContractStatement(state, asOf: day, context))
                    } catch let error as ScheduleError {
                        failure = BillingReport.Failure(contract: id, error: error)
                    }
                    if let next, !more.isEmpty || failure != nil {
                        return Answered(
                            value: ListPage(rows: found, next: next, failures: failures), knowledge: knowledge)
                    }
                    found += more
                    if let failure { failures.append(failure) }
                    if found.count >= limit { next = id }
                }
                guard let last = page.last else { break }
                after = last.name
            }
            return Answered(value: ListPage(rows: found, next: nil, failures: failures), knowledge: knowledge)
        }
    }

    func parkedReceipts(asOf day: CalendarDate, knownAt: KnownAt) throws -> Answered<[ParkedReceipts.Parked]> {
        try reader.withSnapshot {
            let knowledge = try Knowledge(knownAt, now: now, in: reader)
            var parked = ParkedReceipts()
            for stored in try reader.stream(Streams.unallocated, through: knowledge.position) {
                let decoded = try DecodedEvent(stored)
                guard decoded.effectiveOn <= day, case .ledger(let fact) = decoded.event else { continue }
                parked.apply(fact, at: decoded.moment, position: decoded.position.number)
            }
            let waiting = parked.receipts.values.filter { $0.left > .zero || $0.refundPayable > .zero }
            return Answered(value: waiting.sorted { $0.position < $1.position }, knowledge: knowledge)
        }
    }

    func trialBalance(asOf day: CalendarDate, knownAt: KnownAt) throws -> Answered<TrialBalance> {
        try reader.withSnapshot {
            let knowledge = try Knowledge(knownAt, now: now, in: reader)
            var balance = TrialBalance()
            try reader.scan(from: .first, through: knowledge.position) { position, bytes in
                let decoded = try DecodedEvent(bytes, at: position)
                if decoded.accountingOn <= day { balance.add(decoded.event.movements) }
                return true
            }
            return Answered(value: balance, knowledge: knowledge)
        }
    }

    func journal(
        after position: Int64, asOf day: CalendarDate, knownAt: KnownAt, limit: Int
    ) throws -> Answered<[JournalEntry]> {
        try reader.withSnapshot {
            let knowledge = try Knowledge(knownAt, now: now, in: reader)
            var entries: [JournalEntry] = []
            guard let first = try Self.first(after: position, knowledge.position.number) else {
                return Answered(value: [], knowledge: knowledge)
            }
            try reader.scan(from: first, through: knowledge.position) { position, bytes in
                let decoded = try DecodedEvent(bytes, at: position)
                let movements = decoded.event.movements
                if !movements.isEmpty, decoded.accountingOn <= day {
                    entries.append(
                        JournalEntry(
                            position: position.number, effectiveOn: decoded.effectiveOn,
                            accountingOn: decoded.accountingOn, event: decoded.event.kind.rawValue,
                            contract: decoded.contract, movements: movements))
                }
                return entries.count < limit
            }
            return Answered(value: entries, knowledge: knowledge)
        }
    }

    func events(after position: Int64, limit: Int) throws -> [StoredEvent] {
        try reader.withSnapshot {
            var events: [StoredEvent] = []
            let size = try reader.size()
            var next = try Self.first(after: max(position, 0), size)
            while events.count < limit, let position = next, position.number <= size {
                guard let event = try reader.event(at: position) else {
                    throw EventStoreError.corrupt("position \(position) is missing")
                }
                events.append(event)
                next = position.next
            }
            return events
        }
    }

    /// The position that a page after `position` begins at; nil after the last one, where whoever waits for events asks.
    ///
    /// - Throws: ``QueryError/beyondHead(asked:last:)`` for a position that the log does not have yet.
    private static func first(after position: Int64, _ last: Int64) throws -> Position? {
        guard position <= last else { throw QueryError.beyondHead(asked: position, last: last) }
        return position < last ? Position(leafIndex: max(position, 0)) : nil
    }
}
