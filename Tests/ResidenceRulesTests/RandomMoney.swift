import LedgerValues
import ResidenceRules

/// Random money that names earlier money: returns, wires and their returns, housing aid and its clawbacks.
///
/// Such a command needs the facts accepted so far, so it is thrown while they are recorded.
struct RandomMoney {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// Something that may happen at `moment` after `facts`; many of them are refused.
    mutating func command(after facts: [FiledFact], at moment: EffectiveMoment) -> ContractCommand? {
        guard random.chance(30) else { return nil }
        switch Int.random(in: 0...18, using: &random) {
        case 13...18: return ending(after: facts, at: moment)
        case 10...12: return allocation(after: facts, at: moment)
        case 0...3:
            guard let receipt = facts.filter({ $0.fact.receipt != nil }).randomElement(using: &random),
                let brought = receipt.fact.receipt?.amount
            else { return nil }
            let part = random.chance(60) ? brought : Money(cents: Int64.random(in: 1...40_000, using: &random))
            return .returnMoney(receipt: receipt.position, amount: part, reason: .returnedDirectDebit)
        case 4...5:
            let month = moment.day.month.adding(Int.random(in: -2...1, using: &random))
            return .record(
                .housingAidReceived(
                    Money(cents: Int64.random(in: 5_000...40_000, using: &random)), month: month, means: .transfer))
        case 6:
            let month = moment.day.month.adding(Int.random(in: -3...0, using: &random))
            return .record(
                .housingAidClawedBack(
                    AidClawback(
                        month: month, amount: Money(cents: Int64.random(in: 1...20_000, using: &random)),
                        settlement: random.chance(50) ? .paid : .owed)))
        case 7...8:
            let kind = RefundKind.allCases.randomElement(using: &random) ?? .deposit
            return .record(.refundWired(kind, Money(cents: Int64.random(in: 1...20_000, using: &random))))
        default:
            let kind = RefundKind.allCases.randomElement(using: &random) ?? .deposit
            return .record(.refundReturned(kind, Money(cents: Int64.random(in: 1...5_000, using: &random)), wire: nil))
        }
    }

    /// A guarantor comes in, or a debt or a credit ends.
    private mutating func ending(after facts: [FiledFact], at moment: EffectiveMoment) -> ContractCommand? {
        let amount = Money(cents: Int64.random(in: 1...30_000, using: &random))
        let month = moment.day.month.adding(Int.random(in: -3...0, using: &random))
        switch Int.random(in: 0...7, using: &random) {
        case 7:
            return facts.filter(\.fact.endsDebt).randomElement(using: &random).map {
                .revokeDecision(position: $0.position)
            }
        case 0:
            return .registerGuarantee(kind: .institution, income: nil, from: nil, to: month.last)
        case 1:
            return .record(.paymentReceived(amount * 20, Remittance(payer: .guarantor)))
        case 2:
            return .record(.paymentReceived(amount, Remittance(payer: .guarantor), for: [.rent(month)]))
        case 3: return .record(.creditRefundDecided(amount))
        case 4:
            return .record(
                .creditEnded(CreditEnd(debt: .account, amount: amount, ground: .retained, decision: Fixtures.code)))
        default:
            let ground = [DebtRelief.Ground.irrecoverable, .extinguished, .remitted].randomElement(using: &random)
            return .record(
                .debtRelieved(
                    DebtRelief(
                        line: .rent(month), amount: amount, ground: ground ?? .remitted, decision: Fixtures.code)))
        }
    }

    /// Unallocated money is allocated or refunded, an allocation undone.
    private mutating func allocation(after facts: [FiledFact], at moment: EffectiveMoment) -> ContractCommand? {
        let waiting = facts.compactMap { filed -> (position: Int64, receipt: UnallocatedReceipt)? in
            if case .receiptUnallocated(let receipt) = filed.fact { (filed.position, receipt) } else { nil }
        }
        if random.chance(20), let done = facts.filter({ $0.fact.isAllocation }).randomElement(using: &random) {
            return .undoAllocation(done.position)
        }
        guard let (position, receipt) = waiting.randomElement(using: &random) else { return nil }
        let amount = random.chance(60) ? receipt.amount : Money(cents: Int64.random(in: 1...9_000, using: &random))
        if random.chance(20) { return .record(.receiptRefundDecided(receipt: position, amount)) }
        let purpose = [Allocation.Purpose.advance, .deposit, .payment(for: []), .aid(moment.day.month)]
            .randomElement(using: &random)
        return .record(
            .receiptAllocated(
                Allocation(
                    receipt: position, source: .own, amount: amount, purpose: purpose ?? .deposit,
                    remittance: receipt.remittance, receivedAt: moment.instant)))
    }
}

extension ContractFact {
    fileprivate var isAllocation: Bool {
        if case .receiptAllocated = self { true } else { false }
    }

    fileprivate var endsDebt: Bool {
        switch self {
        case .debtRelieved, .creditEnded: true
        default: false
        }
    }

    /// The log positions that the fact names.
    var named: [Int64] {
        switch self {
        case .moneyReturned(let back): [back.receipt]
        case .receiptAllocated(let allocation): [allocation.receipt]
        case .allocationUndone(let undoing): [undoing.allocation, undoing.receipt]
        case .receiptRefundDecided(let receipt, _): [receipt]
        case .reliefRevoked(let position, _), .creditEndRevoked(let position, _): [position]
        case .paymentReceived(_, _, let lines): lines.compactMap(\.position)
        default: []
        }
    }

    /// The same fact where what it names is recorded at other positions.
    func naming(_ positions: [Int64: Int64]) -> ContractFact {
        switch self {
        case .moneyReturned(let back):
            .moneyReturned(
                MoneyReturn(
                    receipt: positions[back.receipt] ?? back.receipt, amount: back.amount, reason: back.reason,
                    purpose: back.purpose, means: back.means))
        case .receiptAllocated(let allocation):
            .receiptAllocated(
                Allocation(
                    receipt: positions[allocation.receipt] ?? allocation.receipt, source: allocation.source,
                    amount: allocation.amount, purpose: allocation.purpose, remittance: allocation.remittance,
                    receivedAt: allocation.receivedAt))
        case .allocationUndone(let undoing):
            .allocationUndone(
                AllocationUndoing(
                    allocation: positions[undoing.allocation] ?? undoing.allocation,
                    receipt: positions[undoing.receipt] ?? undoing.receipt, source: undoing.source,
                    amount: undoing.amount, purpose: undoing.purpose))
        case .receiptRefundDecided(let receipt, let amount):
            .receiptRefundDecided(receipt: positions[receipt] ?? receipt, amount)
        case .reliefRevoked(let position, let relief):
            .reliefRevoked(relief: positions[position] ?? position, relief)
        case .creditEndRevoked(let position, let end): .creditEndRevoked(end: positions[position] ?? position, end)
        case .paymentReceived(let amount, let remittance, let lines):
            .paymentReceived(amount, remittance, for: lines.map { $0.naming(positions) })
        default: self
        }
    }
}

extension LineName {
    fileprivate var position: Int64? {
        if case .sundry(let position) = self { position } else { nil }
    }

    fileprivate func naming(_ positions: [Int64: Int64]) -> LineName {
        if case .sundry(let position) = self { .sundry(position: positions[position] ?? position) } else { self }
    }
}
