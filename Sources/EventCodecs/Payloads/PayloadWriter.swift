import EventLog
import LedgerValues
import ResidenceRules

/// Writes the payload of an event: one canonical JSON object, keys in ascending order (design 3.3).
public enum PayloadWriter {
    /// The canonical bytes of the payload of `event`.
    public static func payload(of event: RecordedEvent) -> [UInt8] {
        var writer = CanonicalJSONWriter(capacity: 192)
        writer.beginObject()
        switch event {
        case .opened(let opening):
            if let key = opening.key {
                writer.key("checkpoint_key")
                writer.beginObject()
                write(key, &writer)
                writer.endObject()
            }
            writer.text("crous", opening.crous.text)
        case .fact(let fact): write(fact, &writer)
        case .correction(.redated(let position)): writer.number("fact_position", position)
        case .correction(.voided(let position, let ground)):
            writer.number("fact_position", position)
            writer.text("ground", ground.text)
        case .posting(let posting): write(posting, &writer)
        case .ledger(let fact): write(fact, &writer)
        case .schemaRegistered(let type, let version, let hash):
            writer.key("hash")
            writer.digest(hash)
            writer.text("type", type)
            writer.number("version", Int64(version))
        case .person(let fact): write(fact, &writer)
        case .keyAdopted(let adoption):
            if let from = adoption.lostFrom { writer.number("lost_from", from) }
            if let through = adoption.lostThrough { writer.number("lost_through", through) }
            write(adoption.key, &writer)
        case .exported(let export): write(export, &writer)
        case .chartAdopted(let adoption): write(adoption, &writer)
        case .sealed(let seal):
            writer.cents("debit_cents", seal.debits)
            writer.number("known_at", seal.knownAt)
            writer.cents("open_cents", seal.open)
            writer.number("open_items", seal.items)
            writer.key("open_items_hash")
            writer.digest(seal.openItems)
            writer.day("through_on", seal.through)
            writer.key("trial_balance_hash")
            writer.digest(seal.trialBalance)
        }
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ key: CheckpointKey, _ writer: inout CanonicalJSONWriter) {
        writer.text("origin", key.origin)
        writer.key("public_key")
        writer.digest(key.publicKey)
    }

    private static func write(_ fact: ContractFact, _ writer: inout CanonicalJSONWriter) {
        switch fact {
        case .allocationProposed(let proposal):
            writer.cents("advance_cents", proposal.advance)
            writer.day("effect_on", proposal.effectiveOn)
            writer.key("expires_at")
            writer.instant(proposal.expiresAt)
            writer.key("notified_at")
            writer.instant(proposal.notifiedAt)
            writer.text("programme", proposal.programme.rawValue)
        case .admissionDecided(let decision):
            writer.day("assigned_on", decision.assignedOn)
            writer.cents("deposit_cents", decision.deposit)
            writer.day("effect_on", decision.term.effectiveOn)
            writer.day("end_on", decision.term.endsOn)
            writer.text("programme", decision.programme.rawValue)
            writer.text("row", decision.term.row.text)
        case .renewalGranted(let term):
            writer.day("effect_on", term.effectiveOn)
            writer.day("end_on", term.endsOn)
            writer.text("row", term.row.text)
        case .unitChanged(let change):
            writer.day("billed_from_on", change.billedFrom)
            writer.text("row", change.row.text)
        case .temporarilyRehoused(let unit): writer.text("unit", unit.text)
        case .contractTakenOver(let takeover): write(takeover, &writer)
        case .prolongationGranted(let prolongation):
            writer.day("asked_on", prolongation.askedOn)
            writer.day("end_on", prolongation.endsOn)
        case .readmissionGranted(let readmission): write(readmission, &writer)
        case .depositKept(let amount, let origin):
            writer.cents("amount_cents", amount)
            if let origin { writer.text("origin_contract", origin.text) }
        case .depositTransferred(let amount, let target):
            writer.cents("amount_cents", amount)
            writer.text("to_contract", target.text)
        case .advancePaid(let amount, let remittance), .depositPaid(let amount, let remittance):
            writer.cents("amount_cents", amount)
            writer.remittance(remittance)
        case .paymentReceived(let amount, let remittance, let lines):
            writer.cents("amount_cents", amount)
            writer.lines(ifAny: lines)
            writer.remittance(remittance)
        case .depositWaived(let ground), .exceptionGranted(let ground): writer.text("ground", ground.text)
        case .effectDeferred(let to): writer.day("effect_on", ifPresent: to)
        case .lateArrivalAuthorised(let until): writer.day("until_on", until)
        case .noticeGiven(let departure): writer.day("departure_on", ifPresent: departure)
        case .keysReturned(let inventory): write(inventory, ground: nil, &writer)
        case .possessionRecovered(let ground, let inventory): write(inventory, ground: ground, &writer)
        case .fileExtended(let until): writer.day("until_on", until)
        case .insuranceRegistered(let from, let to):
            writer.day("from_on", from)
            writer.day("to_on", ifPresent: to)
        case .defectDeclared(let item): writer.text("item", item.text)
        case .admissionRepealed(let effective, let ground):
            if let ground { writer.text("ground", ground.rawValue) }
            writer.day("repeal_on", effective)
        case .admissionLapsed(let ground): writer.text("ground", ground.rawValue)
        case .sundryCharged(let charge): write(charge, &writer)
        case .chargeCancelled(let position, let charge):
            writer.number("charge_position", position)
            writer.day("due_on", charge.dueOn)
            writer.text("item", charge.item.text)
            writer.text("kind", charge.kind.rawValue)
            writer.cents("net_cents", charge.net)
            if let quantity = charge.quantity { writer.number("quantity_hundredths", quantity.hundredths) }
            if let reference = charge.reference { writer.text("reference", reference.text) }
            writer.cents("vat_cents", charge.vat)
        case .indemnityBaseSet(let total, let thirtieth):
            writer.cents("thirtieth_cents", thirtieth)
            writer.cents("total_cents", total)
        case .housingAidReceived(let amount, let month, let means):
            writer.cents("amount_cents", amount)
            writer.text("means", means.rawValue)
            writer.text("month", month.description)
        case .housingAidClawedBack(let clawback):
            writer.cents("amount_cents", clawback.amount)
            writer.text("month", clawback.month.description)
            writer.text("settlement", clawback.settlement.rawValue)
        case .moneyReturned(let back): writer.moneyReturn(back)
        case .guaranteeRegistered(let guarantee):
            writer.cents("cap_cents", guarantee.cap)
            writer.day("from_on", guarantee.from)
            writer.text("kind", guarantee.kind.rawValue)
            writer.day("to_on", guarantee.to)
        case .mandateRegistered(let mandate): writer.text("mandate", mandate.text)
        case .unpaidReported(let toldOn): writer.day("told_on", toldOn)
        case .reportLifted(let ground): writer.text("ground", ground.text)
        case .enforcementTitleIssued(let title): writer.text("title", title.text)
        case .debtRelieved(let relief): write(relief, &writer)
        case .creditEnded(let end):
            writer.cents("amount_cents", end.amount)
            writer.text("debt", end.debt.rawValue)
            writer.text("decision", end.decision.text)
            writer.text("ground", end.ground.rawValue)
        case .reliefRevoked(let position, let relief):
            write(relief, &writer)
            writer.number("relief_position", position)
        case .creditEndRevoked(let position, let end):
            writer.cents("amount_cents", end.amount)
            writer.number("credit_end_position", position)
            writer.text("debt", end.debt.rawValue)
            writer.text("decision", end.decision.text)
            writer.text("ground", end.ground.rawValue)
        case .creditRefundDecided(let amount): writer.cents("amount_cents", amount)
        case .receiptAllocated(let allocation): writer.allocation(allocation)
        case .allocationUndone(let undoing):
            writer.number("allocation_position", undoing.allocation)
            writer.cents("amount_cents", undoing.amount)
            writer.text("purpose", undoing.purpose.rawValue)
            writer.number("receipt_position", undoing.receipt)
            writer.text("source", undoing.source.rawValue)
        case .receiptHandedOver(let receipt, let amount, let contract),
            .receiptHandedBack(let receipt, let amount, let contract):
            writer.part(of: receipt, amount, contract)
        case .receiptRefundDecided(let receipt, let amount): writer.part(of: receipt, amount, nil)
        case .refundWired(let kind, let amount):
            writer.cents("amount_cents", amount)
            writer.text("kind", kind.rawValue)
        case .refundReturned(let kind, let amount, let wire):
            writer.cents("amount_cents", amount)
            writer.text("kind", kind.rawValue)
            if let wire { writer.number("wire_position", wire) }
        case .receiptUnallocated(let receipt):
            writer.cents("amount_cents", receipt.amount)
            writer.remittance(receipt.remittance)
            writer.text("purpose", receipt.purpose.rawValue)
            writer.text("refusal", receipt.refusal.text)
        case .shortStayBooked(let booking): write(booking, &writer)
        case .shortStayExtended(let nights, let departure):
            writer.day("departure_on", departure)
            writer.number("nights", nights)
        case .tenantCodeIssued(let code), .tenantCodeReplaced(let code): writer.text("tenant_code", code.text)
        case .contractOpened, .fileCompleted, .keysHandedOver, .bankDetailsProvided, .withdrawalRequested, .tenantDied,
            .recoveryOffered, .regularisationRequested, .formalNoticeServed,
            .forceMajeureAccepted, .contractSettled, .shortStayCancelled, .shortStayMissed:
            break
        }
    }

    private static func write(
        _ inventory: ExitInventory, ground: RecoveryGround?, _ writer: inout CanonicalJSONWriter
    ) {
        if let ground { writer.text("ground", ground.rawValue) }
        writer.text("inventory", inventory.report.rawValue)
        if !inventory.items.isEmpty {
            writer.key("items")
            writer.beginArray()
            for item in inventory.items { writer.string(item.text) }
            writer.endArray()
        }
        if inventory.withoutRepresentative {
            writer.key("without_representative")
            writer.bool(true)
        }
    }

    private static func write(_ relief: DebtRelief, _ writer: inout CanonicalJSONWriter) {
        writer.cents("amount_cents", relief.amount)
        writer.text("decision", relief.decision.text)
        writer.text("ground", relief.ground.rawValue)
        writer.text("line", relief.line.text)
    }

    private static func write(_ charge: SundryCharge, _ writer: inout CanonicalJSONWriter) {
        writer.day("due_on", charge.dueOn)
        writer.text("item", charge.item.text)
        writer.cents("net_cents", charge.net)
        if let quantity = charge.quantity { writer.number("quantity_hundredths", quantity.hundredths) }
        if let reference = charge.reference { writer.text("reference", reference.text) }
        writer.cents("vat_cents", charge.vat)
    }

    private static func write(_ posting: Posting, _ writer: inout CanonicalJSONWriter) {
        switch posting {
        case .charged(let line): write(line, reverses: nil, &writer)
        case .chargeReversed(let line, let charge): write(line, reverses: charge, &writer)
        case .dueDaySet(let charge, let due):
            writer.number("charge_position", charge)
            writer.day("due_on", ifPresent: due)
        case .advanceApplied(let amount, let from), .advanceUnapplied(let amount, let from):
            writer.cents("amount_cents", amount)
            writer.day("line_from_on", from)
        case .advanceCredited(let amount), .advanceCreditReversed(let amount), .advanceForfeited(let amount),
            .forfeitReversed(let amount), .depositOffset(let amount), .depositOffsetReversed(let amount):
            writer.cents("amount_cents", amount)
        case .refundDecided(let kind, let amount, let due):
            writer.cents("amount_cents", amount)
            writer.day("due_on", due)
            writer.text("kind", kind.rawValue)
        case .lossReversed(let ground, let amount), .lossRestored(let ground, let amount):
            writer.cents("amount_cents", amount)
            writer.text("ground", ground.rawValue)
        case .refundDecisionReversed(let kind, let amount):
            writer.cents("amount_cents", amount)
            writer.text("kind", kind.rawValue)
        }
    }

    private static func write(_ line: ChargeLine, reverses charge: Int64?, _ writer: inout CanonicalJSONWriter) {
        switch line.composition {
        case .rent(let breakdown, let thirtieths, let row):
            writer.cents("amount_cents", line.amount)
            if case .decomposed(let bare, _, _) = breakdown { writer.cents("bare_cents", bare) }
            if let charge { writer.number("charge_position", charge) }
            if case .decomposed(_, let charges, _) = breakdown { writer.cents("charges_cents", charges) }
            writer.day("due_on", ifPresent: line.dueOn)
            if case .flat(let flat) = breakdown { writer.cents("flat_cents", flat) }
            writer.day("from_on", line.from)
            if case .decomposed(_, _, let furniture) = breakdown { writer.cents("furniture_cents", furniture) }
            writer.text("row", row.text)
            writer.number("thirtieths", Int64(thirtieths.count))
            writer.day("to_on", line.to)
        case .indemnity(let base, let surcharge, let thirtieths):
            writer.cents("amount_cents", line.amount)
            writer.cents("base_cents", base)
            if let charge { writer.number("charge_position", charge) }
            writer.day("due_on", ifPresent: line.dueOn)
            writer.day("from_on", line.from)
            writer.cents("surcharge_cents", surcharge)
            writer.number("thirtieths", Int64(thirtieths.count))
            writer.day("to_on", line.to)
        case .shortStay(let stay): write(stay, line, reverses: charge, &writer)
        case .sundry(let service, _):
            guard let charge else { preconditionFailure("a sundry charge is a fact, never a derived posting") }
            write(service, line, reverses: charge, &writer)
        case .carriedOver: preconditionFailure("what was taken over is no derived posting")
        case .reclaim(let kind, let amount):
            writer.cents("amount_cents", amount)
            if let charge { writer.number("charge_position", charge) }
            writer.day("due_on", ifPresent: line.dueOn)
            writer.text("kind", kind.rawValue)
        }
    }

    private static func write(_ fact: LedgerFact, _ writer: inout CanonicalJSONWriter) {
        switch fact {
        case .parkedReceiptAllocated(let receipt, let amount, let contract),
            .parkedAllocationUndone(let receipt, let amount, let contract):
            writer.part(of: receipt, amount, contract)
        case .parkedReceiptReturned(let back): writer.moneyReturn(back)
        case .parkedRefundDecided(let receipt, let amount), .parkedRefundWired(let receipt, let amount):
            writer.part(of: receipt, amount, nil)
        case .servicePricePublished(let price): write(price, &writer)
        case .shortStayRatePublished(let rate): write(rate, &writer)
        case .vatRateAdopted(let adoption): write(adoption, &writer)
        case .rowSucceeded(let old, let new):
            writer.text("new_row", new.text)
            writer.text("row", old.text)
        case .tariffPublished(let row): write(row, correction: nil, &writer)
        case .tariffCorrected(let row, let correction): write(row, correction: correction, &writer)
        case .policyAdopted(let key, let value, let from):
            writer.day("from_on", from)
            writer.text("policy", key.rawValue)
            switch value {
            case .code(let code): writer.text("value", code)
            case .number(let number): writer.number("value", number)
            }
        case .monthClosed(let month): writer.text("month", month.description)
        case .billingRecorded(let run):
            writer.number("contracts", run.contracts)
            writer.number("failures", run.failures)
            writer.number("known_at", run.knownAt)
            writer.number("postings", run.postings)
            if let reason = run.ruleChange { writer.text("rule_change", reason.text) }
            writer.day("through_on", run.through)
        case .tenantCodeAssigned(let contract): writer.text("contract", contract.text)
        case .serviceSold(let sale):
            writer.text("item", sale.item.text)
            writer.text("means", sale.means.rawValue)
            writer.cents("net_cents", sale.net)
            if let quantity = sale.quantity { writer.number("quantity_hundredths", quantity.hundredths) }
            if let reference = sale.reference { writer.text("reference", reference.text) }
            writer.cents("vat_cents", sale.vat)
        case .receiptParked(let receipt, let named):
            writer.cents("amount_cents", receipt.amount)
            writer.text("means", receipt.remittance.means.rawValue)
            writer.text("named", named.text)
            writer.text("payer", receipt.remittance.payer.rawValue)
            writer.text("purpose", receipt.purpose.rawValue)
            writer.text("refusal", receipt.refusal.text)
        }
    }
}

extension CanonicalJSONWriter {
    mutating func cents(_ name: StaticString, _ amount: Money) { number(name, amount.cents) }

    mutating func number(_ name: StaticString, _ value: Int64) {
        key(name)
        integer(value)
    }

    mutating func text(_ name: StaticString, _ value: String) {
        key(name)
        string(value)
    }

    mutating func day(_ name: StaticString, _ value: CalendarDate) {
        key(name)
        date(value)
    }

    mutating func day(_ name: StaticString, ifPresent value: CalendarDate?) {
        guard let value else { return }
        day(name, value)
    }
}
