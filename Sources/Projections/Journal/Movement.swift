public import LedgerValues
public import ResidenceRules

/// One account moved by one event: a positive amount is a debit, a negative one a credit, in cents.
public struct Movement: Hashable, Sendable {
    public let account: Account
    public let amount: Money

    public init(_ account: Account, debit amount: Money) {
        self.account = account
        self.amount = amount
    }
}

/// The double entry of each event that moves money (posting table at the head of the rulebook).
public enum Bookkeeping {
    /// The balanced movements of a fact; empty when it moves no money.
    public static func movements(of fact: ContractFact) -> Movements {
        switch fact {
        case .advancePaid(let amount, let remittance):
            transfer(amount, from: .advancesHeld, to: account(remittance.means))
        case .depositPaid(let amount, let remittance):
            transfer(amount, from: .depositsHeld, to: account(remittance.means))
        case .paymentReceived(let amount, let remittance, _):
            transfer(amount, from: .tenants, to: account(remittance.means))
        case .housingAidReceived(let amount, _, let means): transfer(amount, from: .tenants, to: account(means))
        case .housingAidClawedBack(let clawback):
            switch clawback.settlement {
            case .paid: transfer(clawback.amount, from: .treasury, to: .tenants)
            // What is owed is decided as a refund.
            case .owed: Movements()
            }
        case .moneyReturned(let back): transfer(back.amount, from: account(back.means), to: account(back.purpose))
        case .receiptAllocated(let allocation):
            transfer(allocation.amount, from: account(allocation.purpose.held), to: .unallocatedReceipts)
        case .allocationUndone(let undoing):
            transfer(undoing.amount, from: .unallocatedReceipts, to: account(undoing.purpose))
        // The entry of a receipt used elsewhere stands where it is used, that of a refund where it is decided.
        case .receiptHandedOver, .receiptHandedBack, .receiptRefundDecided: Movements()
        case .debtRelieved(let relief): transfer(relief.amount, from: .tenants, to: account(relief.ground))
        case .creditEnded(let end):
            transfer(end.amount, from: .keptCredits, to: end.debt == .account ? .tenants : .refundsPayable)
        case .reliefRevoked(_, let relief): transfer(relief.amount, from: account(relief.ground), to: .tenants)
        case .creditEndRevoked(_, let end):
            transfer(end.amount, from: end.debt == .account ? .tenants : .refundsPayable, to: .keptCredits)
        case .guaranteeRegistered, .mandateRegistered, .unpaidReported, .reportLifted, .enforcementTitleIssued,
            .creditRefundDecided:
            Movements()
        case .refundReturned(_, let amount, _): transfer(amount, from: .refundsPayable, to: .treasury)
        case .refundWired(_, let amount): transfer(amount, from: .treasury, to: .refundsPayable)
        case .receiptUnallocated(let receipt): unallocated(receipt)
        case .sundryCharged(let charge):
            sundry(charge)
        case .chargeCancelled(_, let charge): sundry(charge).reversed
        // The earlier contract gives the money up in the same append; one outside this ledger is the opening account.
        case .depositKept(let amount, let origin):
            transfer(amount, from: .depositsHeld, to: origin == nil ? .openingBalance : .depositsInTransit)
        case .depositTransferred(let amount, _): transfer(amount, from: .depositsInTransit, to: .depositsHeld)
        case .contractTakenOver(let takeover): opening(takeover)
        case .contractOpened, .allocationProposed, .admissionDecided, .renewalGranted, .unitChanged,
            .temporarilyRehoused,
            .fileCompleted, .depositWaived, .effectDeferred, .lateArrivalAuthorised, .keysHandedOver, .noticeGiven,
            .keysReturned, .possessionRecovered, .tenantDied, .recoveryOffered, .fileExtended,
            .regularisationRequested, .insuranceRegistered, .defectDeclared, .formalNoticeServed,
            .bankDetailsProvided, .withdrawalRequested, .exceptionGranted, .forceMajeureAccepted,
            .admissionRepealed, .admissionLapsed, .indemnityBaseSet, .contractSettled, .tenantCodeIssued,
            .shortStayBooked, .shortStayExtended, .shortStayCancelled, .shortStayMissed,
            .prolongationGranted, .readmissionGranted, .tenantCodeReplaced:
            Movements()
        }
    }

    /// What a tenancy brings along, balanced against the opening account.
    private static func opening(_ takeover: Takeover) -> Movements {
        let owed = takeover.items.map(\.amount).total() - takeover.credit
        var movements = Movements()
        movements.add(.tenants, debit: owed)
        movements.add(.depositsHeld, debit: -takeover.deposit)
        movements.add(.advancesHeld, debit: -takeover.advance)
        movements.add(.openingBalance, debit: takeover.deposit + takeover.advance - owed)
        return movements
    }

    /// The balanced movements of a derived posting; empty when it moves no money.
    public static func movements(of posting: Posting) -> Movements {
        switch posting {
        case .charged(let line): charge(line)
        case .chargeReversed(let line, _): charge(line).reversed
        case .dueDaySet: Movements()
        case .advanceApplied(let amount, _), .advanceCredited(let amount):
            transfer(amount, from: .tenants, to: .advancesHeld)
        case .advanceUnapplied(let amount, _), .advanceCreditReversed(let amount):
            transfer(amount, from: .advancesHeld, to: .tenants)
        case .advanceForfeited(let amount): transfer(amount, from: .forfeitedAdvances, to: .advancesHeld)
        case .forfeitReversed(let amount): transfer(amount, from: .advancesHeld, to: .forfeitedAdvances)
        case .depositOffset(let amount): transfer(amount, from: .tenants, to: .depositsHeld)
        case .depositOffsetReversed(let amount): transfer(amount, from: .depositsHeld, to: .tenants)
        case .lossReversed(let ground, let amount): transfer(amount, from: account(ground), to: .tenants)
        case .lossRestored(let ground, let amount): transfer(amount, from: .tenants, to: account(ground))
        case .refundDecided(let kind, let amount, _): transfer(amount, from: .refundsPayable, to: account(kind))
        case .refundDecisionReversed(let kind, let amount):
            transfer(amount, from: account(kind), to: .refundsPayable)
        }
    }

    /// The balanced movements of a fact of the whole ledger; empty when it moves no money.
    public static func movements(of fact: LedgerFact) -> Movements {
        switch fact {
        case .serviceSold(let sale): sold(sale)
        case .receiptParked(let receipt, _): unallocated(receipt)
        case .parkedReceiptReturned(let back):
            transfer(back.amount, from: account(back.means), to: .unallocatedReceipts)
        case .parkedRefundDecided(_, let amount): transfer(amount, from: .refundsPayable, to: .unallocatedReceipts)
        case .parkedRefundWired(_, let amount): transfer(amount, from: .treasury, to: .refundsPayable)
        case .parkedReceiptAllocated, .parkedAllocationUndone: Movements()
        case .tariffPublished, .servicePricePublished, .shortStayRatePublished, .vatRateAdopted,
            .policyAdopted, .monthClosed, .billingRecorded, .tenantCodeAssigned, .rowSucceeded, .tariffCorrected:
            Movements()
        }
    }

    /// Costs recovered are no revenue of services (section 16 on the postings).
    private static func revenue(of kind: SundryCharge.Kind) -> Account {
        switch kind {
        case .service, .damage: .servicesAndDamage
        case .cost: .recoveredCosts
        }
    }

    private static func account(_ kind: RefundKind) -> Account {
        switch kind {
        case .advance: .advancesHeld
        case .deposit: .depositsHeld
        case .credit, .aid, .guarantor: .tenants
        case .receipt: .unallocatedReceipts
        }
    }

    /// Where money received for a purpose is held.
    private static func account(_ purpose: MoneyReceived.Purpose) -> Account {
        switch purpose {
        case .advance: .advancesHeld
        case .deposit: .depositsHeld
        case .payment, .aid: .tenants
        case .unallocated: .unallocatedReceipts
        }
    }

    /// Where money of these means lies until the bank has it.
    private static func account(_ means: Means) -> Account {
        switch means {
        case .transfer, .directDebit, .cheque: .treasury
        case .card: .cardReceipts
        case .cash: .cashDesk
        }
    }

    private static func unallocated(_ receipt: UnallocatedReceipt) -> Movements {
        transfer(receipt.amount, from: .unallocatedReceipts, to: account(receipt.remittance.means))
    }

    /// The loss that a decision to end a debt makes (design 5).
    private static func account(_ ground: DebtRelief.Ground) -> Account {
        switch ground {
        case .irrecoverable: .irrecoverableDebts
        case .extinguished, .remitted, .prescribed: .extinguishedDebts
        }
    }

    /// Debits `to` and credits `from`.
    private static func transfer(_ amount: Money, from: Account, to: Account) -> Movements {
        Movements(amount, from: from, to: to)
    }

    private static func sundry(_ charge: SundryCharge) -> Movements {
        var movements = Movements()
        movements.add(.tenants, debit: charge.net + charge.vat)
        movements.add(revenue(of: charge.kind), debit: -charge.net)
        movements.add(.valueAddedTax, debit: -charge.vat)
        return movements
    }

    private static func sold(_ sale: ServiceSale) -> Movements {
        var movements = Movements()
        movements.add(account(sale.means), debit: sale.net + sale.vat)
        movements.add(.servicesAndDamage, debit: -sale.net)
        movements.add(.valueAddedTax, debit: -sale.vat)
        return movements
    }

    private static func charge(_ line: ChargeLine) -> Movements {
        if case .sundry(let charge, _) = line.composition { return sundry(charge) }
        var movements = Movements()
        movements.add(.tenants, debit: line.amount)
        switch line.composition {
        case .rent(.decomposed(let bare, let charges, let furniture), _, _):
            movements.add(.bareRent, debit: -bare)
            movements.add(.serviceCharges, debit: -charges)
            movements.add(.furniture, debit: -furniture)
        case .rent(.flat(let amount), _, _): movements.add(.flatRent, debit: -amount)
        case .indemnity(let base, let surcharge, _): movements.add(.occupationIndemnities, debit: -(base + surcharge))
        case .shortStay(let charge):
            movements.add(.shortStays, debit: -charge.net)
            movements.add(.valueAddedTax, debit: -charge.vat)
        case .sundry: break
        case .carriedOver: preconditionFailure("what was taken over is no derived posting")
        case .reclaim(_, let amount): movements.add(.refundsPayable, debit: -amount)
        }
        return movements
    }
}
