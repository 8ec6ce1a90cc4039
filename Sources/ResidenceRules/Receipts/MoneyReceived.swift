public import LedgerValues

/// Money that came in for a contract and serves a purpose, as the facts known by a day leave it.
public struct MoneyReceived: Sendable {
    /// What the money is held for.
    public enum Purpose: String, Sendable, CaseIterable {
        case advance
        case deposit
        case payment
        /// Housing aid for the rent of one month.
        case aid
        /// Kept unallocated (section 16 on R-012).
        case unallocated
    }

    /// Log position of the fact that recorded it.
    public let position: Int64
    public let on: CalendarDate
    public let purpose: Purpose
    public let amount: Money
    public let remittance: Remittance
    /// The debts that the payer named, in the order named (Code civil 1342-10).
    public let lines: [LineName]
    /// The month whose rent housing aid pays; nil for other money.
    public let month: Month?
    /// What went back out, in cents: a direct debit returned, a card disputed, a cheque that bounced.
    public var returned = Money.zero

    /// The part that waited unallocated and was allocated, here or elsewhere, or is to be refunded, in cents.
    public var used = Money.zero
    /// The receipt that an allocation takes its money from, and where that waited; nil for money that came in here.
    public let allocated: (receipt: Int64, source: Allocation.Source)?

    /// What is left of it, in cents.
    public var kept: Money { amount - returned - used }
}

/// Money that had come in goes out again: what the receipt credited is debited (section 16 on R-012).
public struct MoneyReturn: Hashable, Sendable {
    public enum Reason: String, Sendable, CaseIterable {
        /// *Prélèvement rejeté*.
        case returnedDirectDebit = "returned_direct_debit"
        /// *Paiement par carte contesté*.
        case disputedCard = "disputed_card"
        /// *Chèque impayé*.
        case bouncedCheque = "bounced_cheque"
        case recordedInError = "recorded_in_error"
    }

    /// Log position of the receipt.
    public let receipt: Int64
    public let amount: Money
    public let reason: Reason
    /// What the receipt was held for.
    public let purpose: MoneyReceived.Purpose
    /// How it had come in.
    public let means: Means

    public init(receipt: Int64, amount: Money, reason: Reason, purpose: MoneyReceived.Purpose, means: Means) {
        self.receipt = receipt
        self.amount = amount
        self.reason = reason
        self.purpose = purpose
        self.means = means
    }
}

/// Housing aid that the CAF takes back: the rent of its month is open again.
public struct AidClawback: Hashable, Sendable {
    public enum Settlement: String, Sendable, CaseIterable {
        /// The money has gone: held back from a later transfer, or sent.
        case paid
        /// The Crous owes it to the CAF until a refund is wired.
        case owed
    }

    public let month: Month
    public let amount: Money
    public let settlement: Settlement

    public init(month: Month, amount: Money, settlement: Settlement) {
        self.month = month
        self.amount = amount
        self.settlement = settlement
    }
}
