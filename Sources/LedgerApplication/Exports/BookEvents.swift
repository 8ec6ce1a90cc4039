import EventCodecs
import LedgerValues
import ResidenceRules

/// What a file of the accounts wants to know of an event.
extension RecordedEvent {
    /// The tariff row that the event itself prices; nil for every other event.
    var pricedRow: TariffRowID? {
        switch self {
        case .posting(.charged(let line)), .posting(.chargeReversed(let line, _)):
            if case .rent(_, _, let row) = line.composition { row } else { nil }
        case .posting, .fact, .correction, .opened, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted,
            .keyAdopted, .person:
            nil
        }
    }

    /// The tariff row of the unit that the event gives to its contract; nil for every other event.
    var unitRow: TariffRowID? {
        guard case .fact(let fact) = self else { return nil }
        if case .admissionDecided(let decision) = fact { return decision.term.row }
        if case .readmissionGranted(let readmission) = fact { return readmission.decision.term.row }
        if case .contractTakenOver(let takeover) = fact { return takeover.term.row }
        if case .renewalGranted(let term) = fact { return term.row }
        if case .unitChanged(let change) = fact { return change.row }
        return nil
    }

    /// What the event decides, wires or takes back of a refund; nil for every other event.
    var refund: RefundKind? {
        switch self {
        case .fact(.refundWired(let kind, _)), .fact(.refundReturned(let kind, _, _)): kind
        case .fact(.creditEnded(let end)), .fact(.creditEndRevoked(_, let end)): end.debt.refund
        case .posting(.refundDecided(let kind, _, _)), .posting(.refundDecisionReversed(let kind, _)): kind
        case .posting(.charged(let line)), .posting(.chargeReversed(let line, _)):
            if case .reclaim(let kind, _) = line.composition { kind } else { nil }
        case .fact, .posting, .correction, .opened, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted,
            .keyAdopted, .person:
            nil
        }
    }

    /// The reference of the document behind the entry; nil when the event is its own proof.
    var document: String? {
        switch self {
        case .fact(.sundryCharged(let charge)), .fact(.chargeCancelled(_, let charge)): charge.reference?.text
        case .ledger(.serviceSold(let sale)): sale.reference?.text
        case .fact, .posting, .correction, .opened, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted,
            .keyAdopted, .person:
            nil
        }
    }

    /// The tenant code that the event gives its contract; nil for every other event.
    var newTenantCode: TenantCode? {
        switch self {
        case .fact(.tenantCodeIssued(let code)), .fact(.tenantCodeReplaced(let code)): code
        case .fact, .posting, .correction, .opened, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted,
            .keyAdopted, .person:
            nil
        }
    }
}
