public import LedgerValues

/// Money that waited unallocated serves a purpose at last: Dr unallocated / Cr what it becomes (section 16 on R-012).
public struct Allocation: Hashable, Sendable {
    /// Where the money waited.
    public enum Source: String, Sendable, CaseIterable {
        /// In the contract itself, after a rule had refused its use.
        case own
        /// In another contract.
        case contract
        /// With the money that names nobody known.
        case parked
    }

    public enum Purpose: Hashable, Sendable {
        case advance
        case deposit
        case payment(for: [LineName])
        /// Housing aid for the rent of a month.
        case aid(Month)

        /// What the money is held for.
        public var held: MoneyReceived.Purpose {
            switch self {
            case .advance: .advance
            case .deposit: .deposit
            case .payment: .payment
            case .aid: .aid
            }
        }
    }

    /// Log position of the receipt.
    public let receipt: Int64
    public let source: Source
    public let amount: Money
    public let purpose: Purpose
    public let remittance: Remittance
    /// When the money came in; an advance is in time by it.
    public let receivedAt: Instant

    public init(
        receipt: Int64, source: Source, amount: Money, purpose: Purpose, remittance: Remittance, receivedAt: Instant
    ) {
        self.receipt = receipt
        self.source = source
        self.amount = amount
        self.purpose = purpose
        self.remittance = remittance
        self.receivedAt = receivedAt
    }
}

/// An allocation taken back: what it had credited is debited, and the money waits unallocated again.
public struct AllocationUndoing: Hashable, Sendable {
    /// Log position of the allocation.
    public let allocation: Int64
    /// Log position of the receipt.
    public let receipt: Int64
    public let source: Allocation.Source
    public let amount: Money
    public let purpose: MoneyReceived.Purpose

    public init(
        allocation: Int64, receipt: Int64, source: Allocation.Source, amount: Money, purpose: MoneyReceived.Purpose
    ) {
        self.allocation = allocation
        self.receipt = receipt
        self.source = source
        self.amount = amount
        self.purpose = purpose
    }
}

/// The money that names nobody known, as the events of its stream leave it: what is left of each receipt, in cents.
public struct ParkedReceipts: Sendable {
    public struct Parked: Hashable, Sendable {
        /// Log position of the receipt.
        public let position: Int64
        public let receipt: UnallocatedReceipt
        /// The contract or the tenant code that the payer named.
        public let named: Code
        public let moment: EffectiveMoment
        /// Neither allocated, nor returned, nor decided to be refunded.
        public var left: Money
        /// Decided to be refunded and not wired yet.
        public var refundPayable = Money.zero
    }

    public private(set) var receipts: [Int64: Parked] = [:]

    public init() {}

    /// Adds the next event of the stream, in log order.
    public mutating func apply(_ fact: LedgerFact, at moment: EffectiveMoment, position: Int64) {
        switch fact {
        case .receiptParked(let receipt, let named):
            receipts[position] = Parked(
                position: position, receipt: receipt, named: named, moment: moment, left: receipt.amount)
        case .parkedReceiptAllocated(let receipt, let amount, _): receipts[receipt]?.left -= amount
        case .parkedAllocationUndone(let receipt, let amount, _): receipts[receipt]?.left += amount
        case .parkedReceiptReturned(let back): receipts[back.receipt]?.left -= back.amount
        case .parkedRefundDecided(let receipt, let amount):
            receipts[receipt]?.left -= amount
            receipts[receipt]?.refundPayable += amount
        case .parkedRefundWired(let receipt, let amount): receipts[receipt]?.refundPayable -= amount
        case .tariffPublished, .servicePricePublished, .shortStayRatePublished, .vatRateAdopted,
            .rowSucceeded, .tariffCorrected, .policyAdopted, .monthClosed, .billingRecorded, .tenantCodeAssigned,
            .serviceSold:
            break
        }
    }
}
