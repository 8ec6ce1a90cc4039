import EventLog
import LedgerValues
import ResidenceRules

// Money that came in.
extension PayloadReader {
    static func advancePaid(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let amount = try reader.positiveCents("amount_cents")
        return .advancePaid(amount, try reader.remittanceOfDebtor())
    }

    static func depositPaid(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let amount = try reader.positiveCents("amount_cents")
        return .depositPaid(amount, try reader.remittanceOfDebtor())
    }

    static func paymentReceived(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let amount = try reader.positiveCents("amount_cents")
        let lines = try reader.linesIfAny()
        return .paymentReceived(amount, try reader.remittanceOfDebtor(), for: lines)
    }

    static func aidReceived(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let amount = try reader.positiveCents("amount_cents")
        let means: Means = try reader.choice("means")
        return .housingAidReceived(amount, month: try reader.month("month"), means: means)
    }

    static func aidClawedBack(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let amount = try reader.positiveCents("amount_cents")
        let month = try reader.month("month")
        return .housingAidClawedBack(
            AidClawback(month: month, amount: amount, settlement: try reader.choice("settlement")))
    }

    static func moneyReturn(_ reader: inout CanonicalJSONReader) throws(JSONError) -> MoneyReturn {
        let amount = try reader.positiveCents("amount_cents")
        let means: Means = try reader.choice("means")
        let purpose: MoneyReceived.Purpose = try reader.choice("purpose")
        let reason: MoneyReturn.Reason = try reader.choice("reason")
        return MoneyReturn(
            receipt: try reader.position("receipt_position"), amount: amount, reason: reason, purpose: purpose,
            means: means)
    }

    static func receiptAllocated(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let amount = try reader.positiveCents("amount_cents")
        let lines = try reader.linesIfAny()
        let means: Means = try reader.choice("means")
        let month: Month? = reader.keyIfPresent("month") ? try reader.monthValue("month") : nil
        let remittance = Remittance(payer: try reader.choice("payer"), means: means)
        let held: MoneyReceived.Purpose = try reader.choice("purpose")
        let receipt = try reader.position("receipt_position")
        try reader.key("received_at")
        let received = try reader.instant()
        let purpose: Allocation.Purpose?
        switch held {
        case .advance: purpose = lines.isEmpty && month == nil ? .advance : nil
        case .deposit: purpose = lines.isEmpty && month == nil ? .deposit : nil
        case .payment: purpose = month == nil ? .payment(for: lines) : nil
        case .aid: purpose = lines.isEmpty ? month.map(Allocation.Purpose.aid) : nil
        case .unallocated: purpose = nil
        }
        try reader.check(purpose != nil, "lines or month do not go with the purpose")
        return .receiptAllocated(
            Allocation(
                receipt: receipt, source: try reader.choice("source"), amount: amount, purpose: purpose ?? .advance,
                remittance: remittance, receivedAt: received))
    }

    static func allocationUndone(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let allocation = try reader.position("allocation_position")
        let amount = try reader.positiveCents("amount_cents")
        let purpose: MoneyReceived.Purpose = try reader.choice("purpose")
        try reader.check(purpose != .unallocated, "purpose is unallocated")
        let receipt = try reader.position("receipt_position")
        return .allocationUndone(
            AllocationUndoing(
                allocation: allocation, receipt: receipt, source: try reader.choice("source"), amount: amount,
                purpose: purpose))
    }

    /// A part of a receipt.
    static func part<Value>(
        of reader: inout CanonicalJSONReader, _ make: (Int64, Money) -> Value
    ) throws(JSONError) -> Value {
        let amount = try reader.positiveCents("amount_cents")
        return make(try reader.position("receipt_position"), amount)
    }

    /// A part of a receipt, and the contract at the other end.
    static func part<Value>(
        of reader: inout CanonicalJSONReader, _ make: (Int64, Money, ContractID) -> Value
    ) throws(JSONError) -> Value {
        let amount = try reader.positiveCents("amount_cents")
        let contract = try reader.contract("contract")
        return make(try reader.position("receipt_position"), amount, contract)
    }

    /// - Parameter isNamed: whether the wire may be named, as it may since version 2.
    static func refundReturned(
        _ reader: inout CanonicalJSONReader, isNamed: Bool = true
    ) throws(JSONError) -> ContractFact {
        let amount = try reader.positiveCents("amount_cents")
        let kind: RefundKind = try reader.choice("kind")
        return .refundReturned(kind, amount, wire: isNamed ? try reader.positionIfPresent("wire_position") : nil)
    }

    static func reclaim(reversal: Bool, _ reader: inout CanonicalJSONReader) throws(JSONError) -> Posting {
        let amount = try reader.positiveCents("amount_cents")
        let charge = reversal ? try reader.position("charge_position") : nil
        let day = try reader.day("due_on")
        let line = ChargeLine(
            composition: .reclaim(try reader.choice("kind"), amount), from: day, to: day, dueOn: day,
            takesEffectOn: day)
        return charge.map { .chargeReversed(line, charge: $0) } ?? .charged(line)
    }

    static func receiptUnallocated(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let amount = try reader.positiveCents("amount_cents")
        let remittance = try reader.remittance()
        let purpose: UnallocatedReceipt.Purpose = try reader.choice("purpose")
        return .receiptUnallocated(
            UnallocatedReceipt(
                purpose: purpose, amount: amount, remittance: remittance, refusal: try reader.code("refusal")))
    }

    static func receiptParked(_ reader: inout CanonicalJSONReader) throws(JSONError) -> LedgerFact {
        let amount = try reader.positiveCents("amount_cents")
        let means: Means = try reader.choice("means")
        let named = try reader.code("named")
        let remittance = Remittance(payer: try reader.choice("payer"), means: means)
        let purpose: UnallocatedReceipt.Purpose = try reader.choice("purpose")
        return .receiptParked(
            UnallocatedReceipt(
                purpose: purpose, amount: amount, remittance: remittance, refusal: try reader.code("refusal")),
            named: named)
    }
}

extension CanonicalJSONReader {
    fileprivate mutating func remittance() throws(JSONError) -> Remittance {
        let means = try choice("means", Means.names)
        return Remittance(payer: try choice("payer", Payer.names), means: means)
    }

    /// A remittance by somebody who may pay any debt.
    fileprivate mutating func remittanceOfDebtor() throws(JSONError) -> Remittance {
        let remittance = try remittance()
        try check(remittance.payer.mayPayAnyDebt, "payer is the CAF")
        return remittance
    }

    /// At least one name of a line; none when the member is absent.
    fileprivate mutating func linesIfAny() throws(JSONError) -> [LineName] {
        guard keyIfPresent("lines") else { return [] }
        var lines: [LineName] = []
        try beginArray()
        while arrayHasNext() {
            let text = try string()
            guard let line = LineName(text) else {
                throw JSONError(.wrongType, offset: offset, detail: "lines has \(text)")
            }
            lines.append(line)
        }
        try endArray()
        try check((1...36).contains(lines.count), "lines has \(lines.count) names")
        return lines
    }
}

extension CanonicalJSONWriter {
    /// `means`, then `payer`: no member of a payload that holds them stands between the two.
    mutating func remittance(_ remittance: Remittance) {
        text("means", remittance.means.rawValue)
        text("payer", remittance.payer.rawValue)
    }

    mutating func lines(ifAny lines: [LineName]) {
        guard !lines.isEmpty else { return }
        key("lines")
        beginArray()
        for line in lines { string(line.text) }
        endArray()
    }

    mutating func moneyReturn(_ back: MoneyReturn) {
        cents("amount_cents", back.amount)
        text("means", back.means.rawValue)
        text("purpose", back.purpose.rawValue)
        text("reason", back.reason.rawValue)
        number("receipt_position", back.receipt)
    }

    mutating func allocation(_ allocation: Allocation) {
        cents("amount_cents", allocation.amount)
        if case .payment(let named) = allocation.purpose { lines(ifAny: named) }
        text("means", allocation.remittance.means.rawValue)
        if case .aid(let month) = allocation.purpose { text("month", month.description) }
        text("payer", allocation.remittance.payer.rawValue)
        text("purpose", allocation.purpose.held.rawValue)
        number("receipt_position", allocation.receipt)
        key("received_at")
        instant(allocation.receivedAt)
        text("source", allocation.source.rawValue)
    }

    /// A part of a receipt, and the contract at the other end, if there is one.
    mutating func part(of receipt: Int64, _ amount: Money, _ contract: ContractID?) {
        cents("amount_cents", amount)
        if let contract { text("contract", contract.text) }
        number("receipt_position", receipt)
    }
}
