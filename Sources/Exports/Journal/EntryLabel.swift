import LedgerValues
import Projections
public import ResidenceRules

/// What a person reads on an entry, in French; no tab, bar or line end ever stands in it.
public enum EntryLabel {
    /// The label of a line of what a contract owes.
    public static func text(_ line: ChargeLine, _ names: ServiceNames) -> String {
        switch line.composition {
        case .rent: "Loyer \(period(line))"
        case .indemnity: "Indemnité d'occupation \(period(line))"
        case .shortStay(let stay):
            switch stay.part {
            case .booked: "Court séjour, \(nights(stay.nights)) à partir du \(FrenchText.day(line.from))"
            case .extended: "Court séjour, \(nights(stay.nights)) de plus à partir du \(FrenchText.day(line.from))"
            case .retained: "Court séjour, retenue"
            }
        case .sundry(let charge, _): text(charge, names)
        case .carriedOver(let item, _, _): "Report \(kind(item.kind)) \(item.item)"
        case .reclaim(let kind, _): "Remboursement à restituer (\(kind.french))"
        }
    }

    /// The label of a charge that is neither rent nor indemnity.
    static func text(_ charge: SundryCharge, _ names: ServiceNames) -> String {
        switch charge.kind {
        case .service: "Prestation : \(names.text(charge.item))"
        case .damage: "Dégradation : \(names.text(charge.item))"
        case .cost: "Frais : \(names.text(charge.item))"
        }
    }

    /// `09/2026`, or the days when the month is not billed whole.
    private static func period(_ line: ChargeLine) -> String {
        let month = line.from.month
        if line.from == month.first, line.to == month.last { return FrenchText.month(month) }
        return "du \(FrenchText.day(line.from)) au \(FrenchText.day(line.to))"
    }

    private static func nights(_ count: Int64) -> String { count == 1 ? "1 nuit" : "\(count) nuits" }

    private static func kind(_ kind: CarriedItem.Kind) -> String {
        switch kind {
        case .rent: "loyer"
        case .indemnity: "indemnité"
        case .other: "divers"
        }
    }

    private static func line(_ name: LineName) -> String {
        switch name {
        case .rent(let month): "loyer \(FrenchText.month(month))"
        case .indemnity(let month): "indemnité d'occupation \(FrenchText.month(month))"
        case .sundry(let position): "frais de la position \(position)"
        }
    }

    static func relief(_ ground: DebtRelief.Ground) -> String {
        switch ground {
        case .irrecoverable: "Admission en non-valeur"
        case .extinguished: "Créance éteinte"
        case .remitted: "Remise gracieuse"
        case .prescribed: "Prescription"
        }
    }

    private static func ended(_ end: CreditEnd) -> String {
        switch end.ground {
        case .retained: "Crédit acquis au Crous (\(end.decision))"
        case .prescribed: "Crédit prescrit (\(end.decision))"
        }
    }

    /// The means by which money came in.
    public static func means(_ means: Means) -> String {
        switch means {
        case .transfer: "virement"
        case .card: "carte bancaire"
        case .directDebit: "prélèvement"
        case .cheque: "chèque"
        case .cash: "espèces"
        }
    }

    /// Who paid.
    public static func payer(_ payer: Payer) -> String {
        switch payer {
        case .tenant: "locataire"
        case .thirdParty: "tiers payeur"
        case .guarantor: "caution"
        case .caf: "CAF"
        }
    }

    private static func received(_ what: String, _ remittance: Remittance) -> String {
        // Most entries are payments: one text is made, of the length that it has.
        var text = what
        text.reserveCapacity(64)
        text += ", "
        text += means(remittance.means)
        if remittance.payer != .tenant {
            text += ", "
            text += payer(remittance.payer)
        }
        return text
    }

    private static func purpose(_ purpose: MoneyReceived.Purpose) -> String {
        switch purpose {
        case .advance: "avance sur loyer"
        case .deposit: "dépôt de garantie"
        case .payment: "paiement"
        case .aid: "aide au logement"
        case .unallocated: "recette à classer"
        }
    }

    private static func reason(_ reason: MoneyReturn.Reason) -> String {
        switch reason {
        case .returnedDirectDebit: "Prélèvement rejeté"
        case .disputedCard: "Paiement par carte contesté"
        case .bouncedCheque: "Chèque impayé"
        case .recordedInError: "Encaissement annulé"
        }
    }

    private static func unallocated(_ receipt: UnallocatedReceipt) -> String {
        let received = received("Recette à classer", receipt.remittance)
        return "\(received) : \(refusal(receipt.refusal))"
    }

    /// Why money waits, as the refusal says it: `l'avance sur loyer est arrivée après…`.
    private static func refusal(_ code: Code) -> String {
        guard let known = RejectionCode(rawValue: code.text) else { return code.text }
        let sentence = known.explanation(in: .french).sentence
        let text = sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
        // An abbreviation keeps its capitals.
        guard text.dropFirst().first?.isUppercase == false else { return String(text) }
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}

extension EntryLabel {
    /// The label of a derived posting.
    public static func text(_ posting: Posting, _ names: ServiceNames) -> String {
        switch posting {
        case .charged(let line): text(line, names)
        case .chargeReversed(let line, let charge): "Annulation \(text(line, names)) (position \(charge))"
        case .dueDaySet(let charge, _): "Échéance de la position \(charge)"
        case .advanceApplied(_, let from): "Avance imputée sur le loyer \(FrenchText.month(from.month))"
        case .advanceUnapplied(_, let from):
            "Annulation de l'avance imputée sur le loyer \(FrenchText.month(from.month))"
        case .advanceCredited: "Reliquat d'avance porté au compte"
        case .advanceCreditReversed: "Annulation du reliquat d'avance porté au compte"
        case .advanceForfeited: "Avance acquise au Crous"
        case .forfeitReversed: "Annulation de l'avance acquise au Crous"
        case .depositOffset: "Dépôt de garantie imputé sur la dette"
        case .depositOffsetReversed: "Annulation de l'imputation du dépôt de garantie"
        case .refundDecided(let kind, _, _): "Remboursement décidé (\(kind.french))"
        case .refundDecisionReversed(let kind, _): "Annulation du remboursement décidé (\(kind.french))"
        case .lossReversed(let ground, _): "Reprise : \(relief(ground))"
        case .lossRestored(let ground, _): "Rétablissement : \(relief(ground))"
        }
    }

    /// The label of a fact that moves money; empty for the others.
    public static func text(_ fact: ContractFact, _ names: ServiceNames) -> String {
        switch fact {
        case .advancePaid(_, let remittance): received("Avance sur loyer", remittance)
        case .depositPaid(_, let remittance): received("Dépôt de garantie", remittance)
        case .paymentReceived(_, let remittance, _): received("Paiement", remittance)
        case .housingAidReceived(_, let month, let means):
            received("Aide au logement \(FrenchText.month(month))", Remittance(payer: .caf, means: means))
        case .housingAidClawedBack(let clawback):
            "Aide au logement \(FrenchText.month(clawback.month)) reprise par la CAF"
        case .moneyReturned(let back): "\(reason(back.reason)), \(purpose(back.purpose)) (position \(back.receipt))"
        case .receiptAllocated(let allocation):
            "Recette classée en \(purpose(allocation.purpose.held)) (position \(allocation.receipt))"
        case .allocationUndone(let undoing):
            "Classement annulé, \(purpose(undoing.purpose)) (position \(undoing.receipt))"
        case .refundWired(let kind, _): "Remboursement viré (\(kind.french))"
        case .refundReturned(let kind, _, _): "Remboursement revenu (\(kind.french))"
        case .receiptUnallocated(let receipt): unallocated(receipt)
        case .debtRelieved(let decided): "\(relief(decided.ground)), \(line(decided.line)) (\(decided.decision))"
        case .creditEnded(let end): ended(end)
        case .reliefRevoked(_, let decided):
            "\(relief(decided.ground)) annulée, \(line(decided.line)) (\(decided.decision))"
        case .creditEndRevoked(_, let end): "Annulation : \(ended(end))"
        case .sundryCharged(let charge): text(charge, names)
        case .chargeCancelled(let position, let charge): "Annulation \(text(charge, names)) (position \(position))"
        case .depositKept: "Dépôt de garantie repris du contrat précédent"
        case .depositTransferred: "Dépôt de garantie transféré au contrat suivant"
        case .contractTakenOver: "Reprise du contrat en cours"
        case .contractOpened, .allocationProposed, .admissionDecided, .renewalGranted, .unitChanged,
            .temporarilyRehoused, .fileCompleted, .depositWaived, .effectDeferred, .lateArrivalAuthorised,
            .keysHandedOver, .noticeGiven, .keysReturned, .possessionRecovered, .tenantDied, .recoveryOffered,
            .fileExtended, .regularisationRequested, .insuranceRegistered, .defectDeclared, .formalNoticeServed,
            .bankDetailsProvided, .withdrawalRequested, .exceptionGranted, .forceMajeureAccepted, .admissionRepealed,
            .admissionLapsed, .indemnityBaseSet, .contractSettled, .tenantCodeIssued, .shortStayBooked,
            .shortStayExtended, .shortStayCancelled, .shortStayMissed, .prolongationGranted, .readmissionGranted,
            .tenantCodeReplaced, .receiptHandedOver, .receiptHandedBack, .receiptRefundDecided, .guaranteeRegistered,
            .mandateRegistered, .unpaidReported, .reportLifted, .enforcementTitleIssued, .creditRefundDecided:
            ""
        }
    }

    /// The label of a fact of the whole ledger that moves money; empty for the others.
    public static func text(_ fact: LedgerFact, _ names: ServiceNames) -> String {
        switch fact {
        case .serviceSold(let sale): "Vente au comptant : \(names.text(sale.item))"
        case .receiptParked(let receipt, let named): "\(unallocated(receipt)), au nom de \(named)"
        case .parkedReceiptReturned(let back): "\(reason(back.reason)), recette à classer (position \(back.receipt))"
        case .parkedRefundDecided(let receipt, _): "Remboursement décidé (recette à classer, position \(receipt))"
        case .parkedRefundWired(let receipt, _): "Remboursement viré (recette à classer, position \(receipt))"
        case .parkedReceiptAllocated, .parkedAllocationUndone, .tariffPublished, .tariffCorrected,
            .servicePricePublished,
            .shortStayRatePublished, .vatRateAdopted, .policyAdopted, .monthClosed, .billingRecorded,
            .tenantCodeAssigned, .rowSucceeded:
            ""
        }
    }
}
