import EventCodecs
import LedgerValues
import ResidenceRules

/// Which unit each contract had when its last event was recorded, as the log is read.
struct Units: Sendable {
    /// Whether anybody asks.
    let isKept: Bool
    /// By the place of the contract.
    private var rows: [Int: TariffRowID] = [:]

    init(isKept: Bool) { self.isKept = isKept }

    mutating func learn(_ row: TariffRowID, of contract: Int) { rows[contract] = row }

    subscript(contract: Int) -> TariffRowID? { rows[contract] }
}

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
}
