import LedgerValues
import ResidenceRules

extension TableLine {
    /// The row; nil when a cell cannot be read. Its faults are kept.
    mutating func row() -> TariffRow? {
        guard faults.isEmpty else { return nil }
        let id = TariffRowID(cell("row_id"))
        if id == nil { fault("row_id", .rowName, "\(cell("row_id")) is no name of a row") }
        let from = day("in_force_from")
        let to = day("in_force_to")
        if let from, let to, to < from { fault("in_force_to", .periodReversed, "\(to) lies before \(from)") }
        let monthly = breakdown()
        let thirtieth = cell("thirtieth").isEmpty ? nil : cents("thirtieth")
        let deposit = cents("deposit")
        let occupancy = Self.occupancies[cell("occupancy")]
        if occupancy == nil { fault("occupancy", .occupancy, "\(cell("occupancy")) is no occupancy") }
        let stay = stay()
        for name in ["site", "residence", "typology"] where !(1...96).contains(cell(name).utf8.count) {
            fault(name, .textLength, "\(cell(name).utf8.count) bytes")
        }
        guard faults.isEmpty, let id, let from, let to, let monthly, let deposit, let occupancy, let stay else {
            return nil
        }
        return TariffRow(
            id: id, inForceFrom: from, inForceTo: to, monthly: monthly, thirtieth: thirtieth, deposit: deposit,
            site: cell("site"), residence: cell("residence"), typology: cell("typology"), occupancy: occupancy,
            stay: stay)
    }

    /// The stays priced, with a coefficient where one was voted (R-181, R-182).
    private mutating func stay() -> TariffRow.Stay? {
        let coefficient = cell("coefficient_bp")
        let number = Int64(coefficient)
        switch cell("stay") {
        case "", TariffRow.Stay.Name.universityYear.rawValue:
            if coefficient.isEmpty { return .universityYear }
            fault("coefficient_bp", .coefficient, "the row prices the university year")
        case TariffRow.Stay.Name.oneToThreeMonths.rawValue:
            if coefficient.isEmpty { return .oneToThreeMonths(coefficient: nil) }
            if let number, TariffRow.coefficients.contains(number) { return .oneToThreeMonths(coefficient: number) }
            fault("coefficient_bp", .coefficient, "\(coefficient) is no coefficient")
        default: fault("stay", .stay, "\(cell("stay")) is no stay")
        }
        return nil
    }

    /// *Mode d'occupation* as the table spells it.
    private static let occupancies: [String: TariffRow.Occupancy] = [
        "single": .single, "couple": .couple, "shared": .shared, "couple|single": .coupleOrSingle,
        "couple_or_single": .coupleOrSingle,
    ]

    /// The components, which must sum to the printed total; a flat-rate row has only the total (R-131).
    private mutating func breakdown() -> RentBreakdown? {
        let components = ["bare_rent", "charges", "furniture"]
        let total = cents("total")
        switch cell("flat_rate") {
        case "1":
            for name in components where !cell(name).isEmpty {
                fault(name, .flatRowHasComponents, "a flat-rate row has only a total")
            }
            if total == .zero { fault("total", .amount, "a rent is more than nothing") }
            return total.map { .flat($0) }
        case "0":
            let parts = components.map { cents($0) }
            guard let total, let bare = parts[0], let charges = parts[1], let furniture = parts[2] else { return nil }
            let sum = bare + charges + furniture
            if sum != total {
                fault(
                    "total", .componentsDoNotSum, "\(total.cents) is printed, the components sum to \(sum.cents)")
            }
            return .decomposed(bare: bare, charges: charges, furniture: furniture)
        default:
            fault("flat_rate", .flatRate, "\(cell("flat_rate")) is neither 0 nor 1")
            return nil
        }
    }
}
