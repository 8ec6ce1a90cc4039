import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules

// Unallocated money: what becomes of it touches its own stream and that of the contract it serves, in one append.
extension Sequencer {
    mutating func allocate(
        _ asked: AllocationRequest, to reference: ContractReference, _ request: CommandRequest
    ) throws -> CommandAnswer {
        guard let id = try resolve(reference), try log.head(of: Streams.contract(id)) != nil else {
            throw Rejection(.unknownContract)
        }
        let unknown = Rejection(.unknownReceipt, "position \(asked.receipt)")
        guard let position = Position(asked.receipt), let stored = try log.reader.event(at: position) else {
            throw unknown
        }
        let decoded = try DecodedEvent(stored)
        guard decoded.moment <= request.moment else { throw unknown }
        let receipt: UnallocatedReceipt
        let source: Allocation.Source
        let left: Money
        switch decoded.event {
        case .ledger(.receiptParked(let waiting, _)):
            receipt = waiting
            source = .parked
            left = try parked(asked.receipt, request).left
        case .fact(.receiptUnallocated(let unallocated)):
            guard let holder = decoded.contract else { throw unknown }
            receipt = unallocated
            source = holder == id ? .own : .contract
            let tenure = Tenure(try facts(of: holder), asOf: request.moment.day)
            left = tenure.receipts.first { $0.position == asked.receipt }?.kept ?? .zero
        case .fact, .correction, .posting, .opened, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted,
            .keyAdopted, .person:
            throw unknown
        }
        let amount = asked.amount ?? left
        guard amount > .zero, amount <= left else {
            throw Rejection(.allocationExceedsReceipt, "left \(left.cents)")
        }
        var changes: [ContractChange] = []
        var drafts: [EventDraft] = []
        switch source {
        case .own: break
        case .parked:
            drafts = [
                draft(
                    .ledger(.parkedReceiptAllocated(receipt: asked.receipt, amount, to: id)), in: Streams.unallocated,
                    request)
            ]
        case .contract:
            guard let holder = decoded.contract else { throw unknown }
            changes.append(
                try change(
                    .record(.receiptHandedOver(receipt: asked.receipt, amount, to: id)), on: holder, request))
        }
        let allocation = Allocation(
            receipt: asked.receipt, source: source, amount: amount, purpose: asked.purpose,
            remittance: receipt.remittance, receivedAt: decoded.moment.instant)
        changes.append(try change(.record(.receiptAllocated(allocation)), on: id, request))
        return try record(changes, and: drafts, about: id, request)
    }

    mutating func undoAllocation(
        _ position: Int64, on id: ContractID, _ request: CommandRequest
    ) throws -> CommandAnswer {
        let own = try change(.undoAllocation(position), on: id, request)
        guard case .allocationUndone(let undoing) = own.change.facts.first else {
            return try record([own], and: [], about: id, request)
        }
        switch undoing.source {
        case .own: return try record([own], and: [], about: id, request)
        case .parked:
            let back = LedgerFact.parkedAllocationUndone(receipt: undoing.receipt, undoing.amount, from: id)
            return try record(
                [own], and: [draft(.ledger(back), in: Streams.unallocated, request)], about: id, request)
        case .contract:
            guard let receipt = Position(undoing.receipt), let stored = try log.reader.event(at: receipt),
                let holder = try DecodedEvent(stored).contract
            else { throw EventStoreError.corrupt("an allocation names position \(undoing.receipt)") }
            let back = ContractCommand.record(
                .receiptHandedBack(receipt: undoing.receipt, undoing.amount, from: id))
            return try record([own, try change(back, on: holder, request)], and: [], about: id, request)
        }
    }

    mutating func returnParked(
        _ receipt: Int64, _ amount: Money, _ reason: MoneyReturn.Reason, _ request: CommandRequest
    ) throws -> CommandAnswer {
        let parked = try parked(receipt, request)
        if amount > parked.left { throw Rejection(.returnExceedsReceipt, "left \(parked.left.cents)") }
        let back = MoneyReturn(
            receipt: receipt, amount: amount, reason: reason, purpose: .unallocated,
            means: parked.receipt.remittance.means)
        return try recordParked(.parkedReceiptReturned(back), request)
    }

    mutating func refundParked(
        _ receipt: Int64, _ amount: Money, _ request: CommandRequest
    ) throws -> CommandAnswer {
        let parked = try parked(receipt, request)
        if amount > parked.left { throw Rejection(.allocationExceedsReceipt, "left \(parked.left.cents)") }
        return try recordParked(.parkedRefundDecided(receipt: receipt, amount), request)
    }

    mutating func wireParkedRefund(
        _ receipt: Int64, _ amount: Money, _ request: CommandRequest
    ) throws -> CommandAnswer {
        let payable = try parked(receipt, request).refundPayable
        if amount > payable { throw Rejection(.refundExceedsDecided, "left to wire \(payable.cents)") }
        return try recordParked(.parkedRefundWired(receipt: receipt, amount), request)
    }

    /// A parked receipt with the least that is left of it, and to be wired, at the moment of the request or later.
    private func parked(_ receipt: Int64, _ request: CommandRequest) throws -> ParkedReceipts.Parked {
        var parked = ParkedReceipts()
        var least: ParkedReceipts.Parked?
        func look() {
            guard let now = parked.receipts[receipt] else { return }
            var known = least ?? now
            known.left = min(known.left, now.left)
            known.refundPayable = min(known.refundPayable, now.refundPayable)
            least = known
        }
        let events = try log.stream(Streams.unallocated).map { try DecodedEvent($0) }
            .sorted { ($0.moment, $0.position) < ($1.moment, $1.position) }
        for event in events {
            guard case .ledger(let fact) = event.event else { continue }
            if event.moment > request.moment { look() }
            parked.apply(fact, at: event.moment, position: event.position.number)
        }
        look()
        guard let least, least.moment <= request.moment else {
            throw Rejection(.unknownReceipt, "position \(receipt) is not parked")
        }
        return least
    }

    private mutating func recordParked(_ fact: LedgerFact, _ request: CommandRequest) throws -> CommandAnswer {
        let drafts = [draft(.ledger(fact), in: Streams.unallocated, request)]
        let outcome = try append(drafts, expecting: [], heads: [], by: request.authorship)
        return answer(drafts, outcome, contract: nil, version: nil, refusal: nil, request)
    }
}

/// Facts decided for one of the contracts that a command touches.
private struct ContractChange {
    let id: ContractID
    let change: HeldChange
}

extension Sequencer {
    private mutating func change(
        _ command: ContractCommand, on id: ContractID, _ request: CommandRequest
    ) throws -> ContractChange {
        let decision = try ContractDecider.decide(
            command, at: request.moment, given: try facts(of: id), in: known.context)
        return ContractChange(id: id, change: try change(decision.facts, of: id, at: request.moment))
    }

    /// Appends what was decided for some contracts, all or nothing; the answer speaks of `id`.
    private mutating func record(
        _ changes: [ContractChange], and others: [EventDraft], about id: ContractID, _ request: CommandRequest
    ) throws -> CommandAnswer {
        var drafts: [EventDraft] = []
        var heads: [(StreamName, [UInt8])] = []
        var loaded: [(ContractID, CachedContract)] = []
        for change in changes {
            let stream = Streams.contract(change.id)
            var contract = try load(change.id)
            // The cache gives a contract out once; it is put back below, or folded again when the append fails.
            if change.id == id, let expected = request.expectedVersion, expected != contract.version {
                contracts.put(contract, for: change.id)
                throw CommandError.versionConflict(
                    expected: expected, actual: contract.version, since: try positions(of: id, after: expected))
            }
            drafts += self.drafts(change.change, in: stream, request)
            contract.head.apply(change.change, on: request.moment.day)
            contract.version += change.change.count
            contract.judged = nil
            heads.append((stream, ContractHeadCodec.encode(contract.head)))
            loaded.append((change.id, contract))
        }
        drafts += others
        let outcome = try append(drafts, expecting: [], heads: heads, by: request.authorship)
        if outcome != nil { for (id, contract) in loaded { contracts.put(contract, for: id) } }
        let version = loaded.first { $0.0 == id }?.1.version
        return answer(drafts, outcome, contract: id, version: version, refusal: nil, request)
    }
}
