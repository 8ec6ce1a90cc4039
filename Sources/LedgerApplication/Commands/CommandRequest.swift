public import EventCodecs
public import EventLog
public import LedgerValues
public import ResidenceRules

/// A command as it reaches the sequencer: parsed, with its actor, its key and the moment it took effect.
public struct CommandRequest: Sendable {
    public let actor: Actor
    /// The client's key; permanent, scoped to the actor (design 3.7).
    public let key: IdempotencyKey?
    /// Hash of the request's canonical bytes: the same key with another body is refused.
    public let requestHash: Digest
    public let command: LedgerCommand
    public let moment: EffectiveMoment
    /// The instant, for commands where hours matter.
    public let effectiveAt: Instant?
    /// The version that the contract's stream must have, from `If-Match`.
    public let expectedVersion: Int?
    /// Decide and answer, but record nothing.
    public let dryRun: Bool

    public init(
        actor: Actor, key: IdempotencyKey?, requestHash: Digest, command: LedgerCommand, moment: EffectiveMoment,
        effectiveAt: Instant? = nil, expectedVersion: Int? = nil, dryRun: Bool = false
    ) {
        self.actor = actor
        self.key = key
        self.requestHash = requestHash
        self.command = command
        self.moment = moment
        self.effectiveAt = effectiveAt
        self.expectedVersion = expectedVersion
        self.dryRun = dryRun
    }
}

/// What a request asks for.
public enum LedgerCommand: Hashable, Sendable {
    /// Something about one contract.
    case contract(ContractReference, ContractCommand)
    /// A fact of one contract is filed at the moment of the request instead of its own, or counts as never filed.
    case correct(ContractReference, FactCorrection)
    /// Voted tariff rows, published together or not at all; with a reason, corrections of clerical errors.
    case publishTariff([TariffRow], correcting: Code?)
    /// Prices of services, published together or not at all.
    case publishServicePrices([ServicePrice])
    /// Prices of nights, published together or not at all.
    case publishShortStayRates([ShortStayRate])
    case adoptVATRate(VATAdoption)
    /// One row stands for the unit of another that disappears (section 16 on R-110).
    case succeedRow(TariffRowID, by: TariffRowID)
    case adoptPolicy(PolicyKey, PolicyValue, from: CalendarDate)
    /// Allocates the unallocated money of a receipt to a contract.
    case allocateReceipt(AllocationRequest, to: ContractReference)
    /// Parked money goes out again.
    case returnParked(receipt: Int64, Money, MoneyReturn.Reason)
    /// Parked money is to go back to its payer.
    case refundParked(receipt: Int64, Money)
    case wireParkedRefund(receipt: Int64, Money)
    /// A wired refund came back, named as the bank names it; all of it without an amount.
    case returnTransfer(IdempotencyKey, Money?)
    /// A service sold for money at once.
    case sellService(ChargeOrder, Means)
    /// A person holds a contract from here on.
    case linkPerson(PersonID, ContractReference)
    /// What the person store did, for the log; it reaches the ledger through the register of persons alone.
    case person(PersonFact)
    /// Closes the books of a month and of every month before it.
    case closeMonth(Month)
}

/// Unallocated money, and what it is to serve.
public struct AllocationRequest: Hashable, Sendable {
    /// Log position of the receipt, wherever it waits.
    public let receipt: Int64
    /// All that is left when absent.
    public let amount: Money?
    public let purpose: Allocation.Purpose

    public init(receipt: Int64, amount: Money?, purpose: Allocation.Purpose) {
        self.receipt = receipt
        self.amount = amount
        self.purpose = purpose
    }
}

/// How a request names a contract.
public enum ContractReference: Hashable, Sendable {
    case id(ContractID)
    /// An alias, resolved through the history of codes.
    case tenantCode(TenantCode)
}

/// What a command came to.
public struct CommandAnswer: Sendable {
    public struct Event: Hashable, Sendable {
        /// Nil in a dry run.
        public let position: Position?
        /// Stored type, kebab-case.
        public let type: String
        /// SHA-256 of the leaf; nil in a dry run.
        public let leafHash: Digest?
    }

    public let contract: ContractID?
    /// Version of the contract's stream after the command.
    public let version: Int?
    public let events: [Event]
    /// When the log learned it; nil in a dry run.
    public let recordedAt: Instant?
    /// Set when money was recorded although a rule refuses its use.
    public let refusal: Rejection?
    /// The key was used before with the same request: this is the first answer again.
    public let repeated: Bool
    public let dryRun: Bool
}

/// Why a command was not carried out, beside a ``Rejection``.
public enum CommandError: Error, Hashable, Sendable {
    /// The contract's stream is not at the version that the request expects.
    case versionConflict(expected: Int, actual: Int, since: [Position])
    /// The key was used for another request, which begins at this position.
    case keyReused(firstPosition: Position)
    /// An event would be larger than 65,535 bytes.
    case eventTooLarge
    /// The log could not be made durable: the service has stopped writing.
    case storageFailed(String)
}
