import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules

/// Who asks for an append, and under which key.
struct Authorship {
    let actor: Actor
    var key: IdempotencyKey?
    var requestHash = MerkleHash.emptyRoot
    var dryRun = false
}

extension CommandRequest {
    var authorship: Authorship { Authorship(actor: actor, key: key, requestHash: requestHash, dryRun: dryRun) }
}

/// Decides commands one after the other and appends what they come to: the only place where the log grows.
///
/// Confined to the writer's thread. Nothing is durable before ``LogWriter/commit()``.
struct Sequencer<Store: EventStore> {
    let log: LogWriter<Store>
    var known: KnownContext
    var contracts: ContractCache
    /// Whether the stored read rows are of this program's version.
    var rowsAreCurrent: Bool
    /// What was written since the last commit.
    var written = Written()
    private let clock: () -> Instant

    init(_ store: Store, cachedContracts: Int, clock: @escaping () -> Instant) throws {
        self.clock = clock
        log = try LogWriter(store, clock: clock)
        known = try KnownContext(reading: log.reader)
        contracts = ContractCache(capacity: cachedContracts)
        rowsAreCurrent = try Self.prepareRows(log)
    }

    /// Carries a command out in the open group.
    ///
    /// - Throws: ``Rejection`` or ``CommandError``; the group is then as it was.
    mutating func execute(_ request: CommandRequest) throws -> CommandAnswer {
        if let key = request.key, let first = try repeated(request, key) { return first }
        switch request.command {
        case .contract(let reference, let command): return try execute(command, on: reference, request)
        case .allocateReceipt(let asked, let reference): return try allocate(asked, to: reference, request)
        case .returnParked(let receipt, let amount, let reason):
            return try returnParked(receipt, amount, reason, request)
        case .refundParked(let receipt, let amount): return try refundParked(receipt, amount, request)
        case .wireParkedRefund(let receipt, let amount): return try wireParkedRefund(receipt, amount, request)
        case .returnTransfer(let identifier, let amount):
            let wire = try wire(identifier)
            return try execute(
                .record(.refundReturned(wire.kind, amount ?? wire.amount, wire: wire.position.number)),
                on: .id(wire.contract), request)
        case .sellService(let order, let means):
            let sale = try known.context.prices.sale(order, on: request.moment.day, means: means)
            return try record([draft(.ledger(.serviceSold(sale)), in: Streams.cashSales, request)], for: request)
        case .correct(let reference, let correction): return try correct(correction, on: reference, request)
        case .publishTariff(let rows, let reason): return try publish(rows, correcting: reason, request)
        case .publishServicePrices(let prices):
            let drafts = prices.map {
                draft(.ledger(.servicePricePublished($0)), in: Streams.servicePrice($0.code), request)
            }
            return try record(drafts, for: request)
        case .publishShortStayRates(let rates):
            let drafts = rates.map {
                draft(.ledger(.shortStayRatePublished($0)), in: Streams.shortStayRate($0.unit), request)
            }
            return try record(drafts, for: request)
        case .adoptVATRate(let adoption):
            return try record(
                [draft(.ledger(.vatRateAdopted(adoption)), in: Streams.vatRate(adoption.item), request)], for: request)
        case .succeedRow(let old, let new):
            for row in [old, new] where !known.context.tariffs.knows(row) {
                throw Rejection(.unknownTariffRow, row.text)
            }
            return try record(
                [draft(.ledger(.rowSucceeded(old: old, new: new)), in: Streams.tariff(old), request)], for: request)
        case .adoptPolicy(let key, let value, let from):
            try checkAdoption(key, value, from: from)
            return try record(
                [draft(.ledger(.policyAdopted(key, value, from: from)), in: .ledger, request)], for: request)
        case .linkPerson(let person, let reference): return try link(person, to: reference, request)
        case .person(let fact): return try record(fact, request)
        case .closeMonth(let month):
            if let closed = known.closedThrough, month <= closed {
                throw Rejection(.monthAlreadyClosed, "closed through \(closed)")
            }
            try checkBilled(month)
            return try record([draft(.ledger(.monthClosed(month)), in: .ledger, request)], for: request)
        }
    }

    /// A month is closed once a run through its last day, or a later one, billed every contract; what a run beyond it could
    /// not bill lies in months to come.
    private func checkBilled(_ month: Month) throws {
        if known.isBilledWhole(through: month.last) { return }
        guard let last = known.billing(covering: month.last) else {
            throw Rejection(.monthNotBilled, "billed through \(known.billedThrough()?.description ?? "no day")")
        }
        throw Rejection(.monthNotBilled, "the run through \(last.through) could not bill \(last.failures) contracts")
    }

    /// A policy is adopted from a day that no billing has passed yet, and no earlier than its last adoption.
    private func checkAdoption(_ key: PolicyKey, _ value: PolicyValue, from: CalendarDate) throws {
        guard key.accepts(value) else {
            throw Rejection(.policyValue, "\(key.rawValue): \(key.allowedCodes.joined(separator: ", "))")
        }
        if let billed = known.billedThrough(), from <= billed {
            throw Rejection(.policyRetroactive, "billed through \(billed)")
        }
        if let last = known.context.policies.lastAdoption(of: key), from < last {
            throw Rejection(.policyRetroactive, "adopted last from \(last)")
        }
    }
}

extension Sequencer {
    /// The contracts that a group of commands writes to, and its last event.
    struct Written {
        private(set) var contracts = RecentWrites.Contracts()
        /// Nil when nothing was written.
        private(set) var end: Knowledge?

        mutating func add(_ drafts: [EventDraft], _ receipt: Receipt) {
            for contract in drafts.lazy.compactMap({ Streams.contract(of: $0.stream) }) { contracts.add(contract) }
            end = Knowledge(
                position: receipt.firstPosition.advanced(by: receipt.count - 1), recordedAt: receipt.recordedAt)
        }
    }
}

// MARK: - Contracts

extension Sequencer {
    private mutating func execute(
        _ command: ContractCommand, on reference: ContractReference, _ request: CommandRequest
    ) throws -> CommandAnswer {
        if case .undoAllocation(let position) = command {
            guard let id = try resolve(reference) else { throw Rejection(.unknownContract) }
            return try undoAllocation(position, on: id, request)
        }
        guard let id = try resolve(reference) else {
            // Nothing was ever recorded of a contract that nobody knows.
            if let expected = request.expectedVersion, expected != 0 {
                throw CommandError.versionConflict(expected: expected, actual: 0, since: [])
            }
            return try park(command, named: reference, request)
        }
        if case .readmit(let earlier, _, _, _, _, _) = command {
            return try readmit(command, after: earlier, to: id, request)
        }
        var contract = try load(id)
        defer { contracts.put(contract, for: id) }
        try checkVersion(of: id, contract, request)
        if contract.version == 0, command.receipt != nil { return try park(command, named: reference, request) }
        let decision = try decide(command, at: request.moment, on: id, &contract)
        let stream = Streams.contract(id)
        let change = try change(decision.facts, of: id, at: request.moment)
        var drafts = drafts(change, in: stream, request)
        var expectations: [(StreamName, ExpectedVersion)] = []
        if let code = command.newTenantCode {
            let alias = Streams.tenantCode(code)
            guard try log.head(of: alias) == nil else { throw Rejection(.tenantCodeTaken, code.text) }
            if case .record(.tenantCodeReplaced) = command, contract.head.tenantCode == nil {
                throw Rejection(.noTenantCode)
            }
            drafts.append(draft(.ledger(.tenantCodeAssigned(id)), in: alias, request))
            expectations.append((alias, .absent))
        }
        var head = contract.head
        head.apply(change, on: request.moment.day)
        let row = request.dryRun ? [] : [(stream, ContractHeadCodec.encode(head))]
        let outcome = try append(drafts, expecting: expectations, heads: row, by: request.authorship)
        if let receipt = outcome {
            contract.head = head
            contract.version += change.count
            let first = receipt.firstPosition.number + Int64(change.released.count)
            for (fact, position) in zip(change.facts, first...) where fact.judgement > .none {
                contract.judged?.file(FiledFact(moment: request.moment, position: position, fact: fact))
            }
        }
        return answer(drafts, outcome, contract: id, version: contract.version, refusal: decision.refusal, request)
    }

    /// A request that expects a version goes on only when nothing else was recorded of the contract.
    func checkVersion(of id: ContractID, _ contract: CachedContract, _ request: CommandRequest) throws {
        if let expected = request.expectedVersion, expected != contract.version {
            throw CommandError.versionConflict(
                expected: expected, actual: contract.version, since: try positions(of: id, after: expected))
        }
    }

    /// Decides on as little of the stream as the command needs: a payment is recorded whatever the facts say, and only
    /// two judgements look at the money of the contract.
    private func decide(
        _ command: ContractCommand, at moment: EffectiveMoment, on id: ContractID, _ contract: inout CachedContract
    ) throws -> ContractDecider.Decision {
        if contract.version > 0, case .record(let fact) = command, fact.judgement == .none {
            return try ContractDecider.decideUnjudged(fact)
        }
        if contract.judged == nil {
            contract.judged = contract.version == 0 ? [] : try facts(of: id).filter { $0.fact.judgement > .none }
        }
        var given = contract.judged ?? []
        if command.judgement == .money || given.contains(where: { $0.fact.judgement == .money }) {
            given = try facts(of: id)
        }
        // Every fact was voided: the contract is there, and money for it is kept.
        if given.isEmpty, contract.version > 0,
            let kept = ContractDecider.keep(command, refused: Rejection(.unknownContract))
        {
            return kept
        }
        var context = known.context
        if command.judgement == .money || given.contains(where: { $0.fact.judgement == .money }),
            let readmission = Tenure(given, asOf: .latest).readmission
        {
            context.earlier = try facts(of: readmission.earlier)
        }
        return try ContractDecider.decide(command, at: moment, given: given, in: context)
    }

    func facts(of id: ContractID) throws -> [FiledFact] {
        ContractState(try log.stream(Streams.contract(id)).map { try DecodedEvent($0) }).facts
    }

    /// Money that names nobody known is recorded all the same (R-021); any other command needs its contract.
    private mutating func park(
        _ command: ContractCommand, named reference: ContractReference, _ request: CommandRequest
    ) throws -> CommandAnswer {
        let text = reference.text
        let refusal = Rejection(.unknownContract, text)
        guard let (purpose, amount, remittance) = command.receipt, amount > .zero, amount <= .largestAccepted,
            let named = Code(String(text.prefix(48)))
        else { throw refusal }
        let receipt = UnallocatedReceipt(
            purpose: purpose, amount: amount, remittance: remittance, refusal: refusal.code.code)
        let drafts = [draft(.ledger(.receiptParked(receipt, named: named)), in: Streams.unallocated, request)]
        let outcome = try append(drafts, expecting: [], heads: [], by: request.authorship)
        return answer(drafts, outcome, contract: nil, version: nil, refusal: refusal, request)
    }

    func resolve(_ reference: ContractReference) throws -> ContractID? {
        switch reference {
        case .id(let id): return id
        case .tenantCode(let code):
            guard let first = try log.stream(Streams.tenantCode(code)).last,
                case .ledger(.tenantCodeAssigned(let id)) = try DecodedEvent(first).event
            else { return nil }
            return id
        }
    }

    /// What is known of a contract, from the cache or from its read row.
    mutating func load(_ id: ContractID) throws -> CachedContract {
        if let cached = contracts.take(id) { return cached }
        guard let stored = try log.head(of: Streams.contract(id)) else {
            return CachedContract(version: 0, head: ContractHead(), judged: [])
        }
        let head =
            if rowsAreCurrent { try ContractHeadCodec.decode(stored.row) } else {
                ContractHead(folding: try log.stream(Streams.contract(id)).map { try DecodedEvent($0) })
            }
        return CachedContract(version: stored.version, head: head, judged: nil)
    }

    func positions(of id: ContractID, after version: Int) throws -> [Position] {
        try log.stream(Streams.contract(id)).dropFirst(version).map(\.position)
    }
}

// MARK: - Appending

extension Sequencer {
    /// The event as it will be recorded, posted in the first open month when its own is closed (design 4).
    func draft(_ event: RecordedEvent, in stream: StreamName, _ request: CommandRequest) -> EventDraft {
        draft(event, in: stream, on: request.moment.day, at: request.effectiveAt)
    }

    func draft(
        _ event: RecordedEvent, in stream: StreamName, on day: CalendarDate, at instant: Instant? = nil
    ) -> EventDraft {
        let schema = EventSchema.newest(event.kind)
        let open = known.closedThrough?.next.first
        return EventDraft(
            stream: stream, type: schema.type, schema: schema.hash, effectiveOn: day, effectiveAt: instant,
            accountingOn: open.flatMap { day < $0 ? $0 : nil }, payload: PayloadWriter.payload(of: event))
    }

    /// Today in Paris.
    var today: CalendarDate { ParisTime.day(of: clock()) }

    mutating func record(_ drafts: [EventDraft], for request: CommandRequest) throws -> CommandAnswer {
        let outcome = try append(drafts, expecting: [], heads: [], by: request.authorship)
        return answer(drafts, outcome, contract: nil, version: nil, refusal: nil, request)
    }

    /// Appends in the open group and tells the context; nil in a dry run.
    ///
    /// What does not concern a contract is read back first: nothing that its schema forbids is appended.
    mutating func append(
        _ drafts: [EventDraft], expecting expectations: [(StreamName, ExpectedVersion)],
        heads: [(StreamName, [UInt8])], by author: Authorship
    ) throws -> Receipt? {
        guard !author.dryRun else { return nil }
        let events = try drafts.map { draft in
            draft.stream.text.hasPrefix(Streams.contractPrefix) ? nil : try read(draft)
        }
        let outcome: AppendOutcome
        do {
            outcome = try log.append(
                AppendRequest(
                    actor: author.actor, key: author.key, requestHash: author.requestHash,
                    expectations: expectations, events: drafts, heads: heads))
        } catch AppendRefusal.keyReused(let position) {
            throw CommandError.keyReused(firstPosition: position)
        } catch AppendRefusal.eventTooLarge {
            throw CommandError.eventTooLarge
        }
        let receipt = outcome.receipt
        if case .appended = outcome { written.add(drafts, receipt) }
        for (offset, event) in events.enumerated() {
            guard let event else { continue }
            known.apply(event, on: drafts[offset].effectiveOn, at: receipt.firstPosition.advanced(by: offset))
        }
        return receipt
    }

    private func read(_ draft: EventDraft) throws -> RecordedEvent? {
        guard let kind = EventKind(rawValue: draft.type.name) else { return nil }
        return try draft.payload.withUnsafeBufferPointer {
            try PayloadReader.event(kind, version: draft.type.version, $0)
        }
    }

    func answer(
        _ drafts: [EventDraft], _ receipt: Receipt?, contract: ContractID?, version: Int?, refusal: Rejection?,
        _ request: CommandRequest
    ) -> CommandAnswer {
        let events = drafts.enumerated().map { offset, draft in
            CommandAnswer.Event(
                position: receipt?.firstPosition.advanced(by: offset), type: draft.type.name,
                leafHash: receipt?.leafHashes[offset])
        }
        return CommandAnswer(
            contract: contract, version: version, events: events, recordedAt: receipt?.recordedAt, refusal: refusal,
            repeated: false, dryRun: request.dryRun)
    }
}

extension ContractCommand {
    /// The tenant code that the command gives to its contract, which needs a stream of its own.
    fileprivate var newTenantCode: TenantCode? {
        switch self {
        case .record(.tenantCodeIssued(let code)), .record(.tenantCodeReplaced(let code)): code
        case .record, .proposeAllocation, .decideAdmission, .readmit, .changeUnit, .useDepositForRent, .charge,
            .bookShortStay, .extendShortStay, .returnMoney, .undoAllocation, .cancelCharge, .revokeDecision,
            .registerGuarantee,
            .reportUnpaid:
            nil
        }
    }
}
