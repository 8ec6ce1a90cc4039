public import LedgerValues

/// What happened to the ledger as a whole rather than to one contract.
public enum LedgerFact: Hashable, Sendable {
    /// One row of a newly voted tariff: it never touches days elapsed at its publication.
    case tariffPublished(TariffRow)
    /// The price of one service; a correction is a later publication.
    case servicePricePublished(ServicePrice)
    /// The prices of a night of one kind of unit; a correction is a later publication.
    case shortStayRatePublished(ShortStayRate)
    /// A rate of tax was adopted for an item from a day on.
    case vatRateAdopted(VATAdoption)
    /// A row that disappears from the tables gives way to another for the same unit (section 16 on R-110).
    case rowSucceeded(old: TariffRowID, new: TariffRowID)
    /// The correction of a clerical error in a published row: what was billed at it is reversed and billed again.
    case tariffCorrected(TariffRow, TariffCorrection)
    /// A reading was adopted from a day on; never retroactive.
    case policyAdopted(PolicyKey, PolicyValue, from: CalendarDate)
    /// The books of a month, and of every month before it, are closed.
    case monthClosed(Month)
    /// A billing run through a day ended.
    case billingRecorded(BillingRun)
    /// A tenant code belongs to a contract; its own stream keeps it unique.
    case tenantCodeAssigned(ContractID)
    case serviceSold(ServiceSale)
    /// Money that names no known contract: recorded, never guessed.
    case receiptParked(UnallocatedReceipt, named: Code)
    /// A part of the parked receipt of a position is allocated to a contract, whose own event holds the entry.
    case parkedReceiptAllocated(receipt: Int64, Money, to: ContractID)
    case parkedAllocationUndone(receipt: Int64, Money, from: ContractID)
    /// Parked money went out again.
    case parkedReceiptReturned(MoneyReturn)
    /// A part of a parked receipt is to go back to its payer.
    case parkedRefundDecided(receipt: Int64, Money)
    case parkedRefundWired(receipt: Int64, Money)
}

/// The outcome of a billing run.
public struct BillingRun: Hashable, Sendable {
    /// Last day billed, included.
    public let through: CalendarDate
    /// Log position at which the run began: it knows every fact up to it.
    public let knownAt: Int64
    /// Contracts looked at.
    public let contracts: Int64
    /// Postings recorded.
    public let postings: Int64
    /// Contracts that could not be billed, such as for want of a tariff.
    public let failures: Int64
    /// Why differences that come from changed rule code alone were posted; nil when none were to be.
    public let ruleChange: Code?

    public init(
        through: CalendarDate, knownAt: Int64, contracts: Int64, postings: Int64, failures: Int64, ruleChange: Code?
    ) {
        self.through = through
        self.knownAt = knownAt
        self.contracts = contracts
        self.postings = postings
        self.failures = failures
        self.ruleChange = ruleChange
    }
}
