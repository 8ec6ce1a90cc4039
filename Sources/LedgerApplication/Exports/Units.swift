import EventCodecs
import LedgerValues
import ResidenceRules

/// Which unit each contract had when its last event was recorded, as the log is read.
struct Units {
    /// Whether anybody asks.
    let isKept: Bool
    private var rows: [ContractID: TariffRowID] = [:]

    init(isKept: Bool) { self.isKept = isKept }

    mutating func learn(_ decoded: DecodedEvent) {
        guard isKept, let id = decoded.contract, case .fact(let fact) = decoded.event, let row = fact.unitRow else {
            return
        }
        rows[id] = row
    }

    /// The row that the event itself prices, else that of its contract.
    func row(of decoded: DecodedEvent) -> TariffRowID? {
        guard isKept else { return nil }
        switch decoded.event {
        case .posting(.charged(let line)), .posting(.chargeReversed(let line, _)):
            if case .rent(_, _, let row) = line.composition { return row }
        case .posting, .fact, .correction, .opened, .ledger, .schemaRegistered, .sealed, .exported, .chartAdopted,
            .keyAdopted, .person:
            break
        }
        return decoded.contract.flatMap { rows[$0] }
    }
}

extension ContractFact {
    /// The tariff row of the unit that the fact gives to its contract; nil for every other fact.
    fileprivate var unitRow: TariffRowID? {
        if case .admissionDecided(let decision) = self { return decision.term.row }
        if case .readmissionGranted(let readmission) = self { return readmission.decision.term.row }
        if case .contractTakenOver(let takeover) = self { return takeover.term.row }
        if case .renewalGranted(let term) = self { return term.row }
        if case .unitChanged(let change) = self { return change.row }
        return nil
    }
}
