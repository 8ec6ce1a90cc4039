public import LedgerValues
public import ResidenceRules

/// One contract in a list: the facts and sums at the head of the log, kept in the same transaction as its events.
///
/// A fold in log order; where facts were recorded late, the one recorded last is shown. Questions about a day, or about
/// what was known earlier, fold the contract's stream instead (``ContractStatement``).
public struct ContractHead: Hashable, Sendable {
    // The sums come first: most events touch nothing else, and neighbours share a line of the processor's cache.
    /// Debit balance of the tenant's account, in cents.
    public internal(set) var receivable = Money.zero
    /// Credit balances, in cents.
    public internal(set) var advanceHeld = Money.zero
    public internal(set) var depositHeld = Money.zero
    public internal(set) var refundPayable = Money.zero
    public internal(set) var unallocated = Money.zero
    /// Money received, whatever for, in cents.
    public internal(set) var received = Money.zero
    public internal(set) var row: TariffRowID?
    public internal(set) var effectiveOn: CalendarDate?
    public internal(set) var endsOn: CalendarDate?
    public internal(set) var keysOn: CalendarDate?
    public internal(set) var returnedOn: CalendarDate?
    public internal(set) var settledOn: CalendarDate?
    public internal(set) var tenantCode: TenantCode?

    public init() {}

    /// Every field at once, for a codec.
    public init(
        row: TariffRowID?, effectiveOn: CalendarDate?, endsOn: CalendarDate?, keysOn: CalendarDate?,
        returnedOn: CalendarDate?, settledOn: CalendarDate?, tenantCode: TenantCode?, receivable: Money,
        advanceHeld: Money, depositHeld: Money, refundPayable: Money, unallocated: Money, received: Money
    ) {
        self.row = row
        self.effectiveOn = effectiveOn
        self.endsOn = endsOn
        self.keysOn = keysOn
        self.returnedOn = returnedOn
        self.settledOn = settledOn
        self.tenantCode = tenantCode
        self.receivable = receivable
        self.advanceHeld = advanceHeld
        self.depositHeld = depositHeld
        self.refundPayable = refundPayable
        self.unallocated = unallocated
        self.received = received
    }

    /// Adds the next fact of the contract, in log order, with the movements of its entry.
    public mutating func apply(_ fact: ContractFact, on day: CalendarDate, moving movements: Movements) {
        switch fact {
        case .allocationProposed(let proposal): effectiveOn = effectiveOn ?? proposal.effectiveOn
        case .admissionDecided(let decision): begin(decision.term)
        case .shortStayBooked(let booking):
            effectiveOn = booking.arrivalOn
            endsOn = booking.departureOn
        case .shortStayExtended(_, let departure): endsOn = departure
        case .renewalGranted(let term):
            endsOn = term.endsOn
            row = term.row
        case .unitChanged(let change): row = change.row
        case .prolongationGranted(let prolongation): endsOn = prolongation.endsOn
        case .readmissionGranted(let readmission): begin(readmission.decision.term)
        case .contractTakenOver(let takeover):
            begin(takeover.term)
            keysOn = takeover.keysOn
        case .keysHandedOver: keysOn = day
        case .keysReturned, .possessionRecovered: returnedOn = day
        case .contractSettled: settledOn = day
        case .tenantCodeIssued(let code), .tenantCodeReplaced(let code): tenantCode = code
        case .advancePaid(let amount, _), .depositPaid(let amount, _), .paymentReceived(let amount, _, _):
            received += amount
        case .housingAidReceived(let amount, _, _): received += amount
        case .receiptUnallocated(let receipt): received += receipt.amount
        // A contract's own unallocated money is what was refused here: the entry of another's is put right.
        case .receiptAllocated(let allocation) where allocation.source != .own:
            received += allocation.amount
            unallocated += allocation.amount
        case .allocationUndone(let undoing) where undoing.source != .own:
            received -= undoing.amount
            unallocated -= undoing.amount
        case .receiptHandedOver(_, let amount, _):
            received -= amount
            unallocated -= amount
        case .receiptHandedBack(_, let amount, _):
            received += amount
            unallocated += amount
        case .moneyReturned(let back): received -= back.amount
        case .housingAidClawedBack(let clawback) where clawback.settlement == .paid: received -= clawback.amount
        case .contractOpened, .fileCompleted, .depositWaived, .depositKept, .effectDeferred, .lateArrivalAuthorised,
            .noticeGiven, .bankDetailsProvided, .withdrawalRequested, .exceptionGranted, .forceMajeureAccepted,
            .admissionRepealed, .admissionLapsed, .sundryCharged, .indemnityBaseSet, .refundWired, .shortStayCancelled,
            .shortStayMissed, .temporarilyRehoused, .depositTransferred, .refundReturned, .housingAidClawedBack,
            .receiptAllocated, .allocationUndone, .receiptRefundDecided, .chargeCancelled, .tenantDied,
            .recoveryOffered, .fileExtended, .regularisationRequested, .insuranceRegistered, .defectDeclared,
            .formalNoticeServed, .guaranteeRegistered, .mandateRegistered, .unpaidReported, .reportLifted,
            .enforcementTitleIssued, .debtRelieved, .creditEnded, .creditRefundDecided, .reliefRevoked,
            .creditEndRevoked:
            break
        }
        apply(movements)
    }

    /// Files the facts again after a correction; what money did stays.
    ///
    /// - Parameter facts: the facts of the contract as they stand, in any order.
    public mutating func refile(_ facts: [FiledFact]) {
        var filed = ContractHead()
        for fact in facts.sorted(by: { $0.position < $1.position }) {
            filed.apply(fact.fact, on: fact.moment.day, moving: Movements())
        }
        row = filed.row
        effectiveOn = filed.effectiveOn
        endsOn = filed.endsOn
        keysOn = filed.keysOn
        returnedOn = filed.returnedOn
        settledOn = filed.settledOn
        tenantCode = filed.tenantCode
    }

    private mutating func begin(_ term: Term) {
        effectiveOn = term.effectiveOn
        endsOn = term.endsOn
        row = term.row
    }

    /// Adds what was folded from the events of the contract that follow.
    public mutating func merge(_ later: ContractHead) {
        row = later.row ?? row
        effectiveOn = later.effectiveOn ?? effectiveOn
        endsOn = later.endsOn ?? endsOn
        keysOn = later.keysOn ?? keysOn
        returnedOn = later.returnedOn ?? returnedOn
        settledOn = later.settledOn ?? settledOn
        tenantCode = later.tenantCode ?? tenantCode
        receivable += later.receivable
        advanceHeld += later.advanceHeld
        depositHeld += later.depositHeld
        refundPayable += later.refundPayable
        unallocated += later.unallocated
        received += later.received
    }

    /// Adds the movements of the next posting of the contract, in log order.
    public mutating func apply(_ movements: Movements) {
        for movement in movements {
            switch movement.account {
            case .tenants: receivable += movement.amount
            case .advancesHeld: advanceHeld -= movement.amount
            case .depositsHeld: depositHeld -= movement.amount
            case .refundsPayable: refundPayable -= movement.amount
            case .unallocatedReceipts: unallocated -= movement.amount
            case .valueAddedTax, .treasury, .bareRent, .serviceCharges, .furniture, .flatRent, .shortStays,
                .servicesAndDamage, .occupationIndemnities, .forfeitedAdvances, .depositsInTransit, .openingBalance,
                .cardReceipts, .cashDesk, .recoveredCosts, .irrecoverableDebts, .extinguishedDebts, .keptCredits,
                .doubtfulDebts:
                break
            }
        }
    }
}
