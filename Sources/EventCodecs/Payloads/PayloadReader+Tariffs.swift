import EventLog
import LedgerValues
import ResidenceRules

extension PayloadReader {
    /// A tariff row, and what it corrects when the event is a correction.
    static func tariff(
        correction isCorrection: Bool, _ reader: inout CanonicalJSONReader
    ) throws(JSONError) -> LedgerFact {
        let bare = try reader.centsIfPresent("bare_cents")
        let charges = bare == nil ? nil : try reader.cents("charges_cents")
        let coefficient = try coefficient(&reader)
        let corrects = isCorrection ? try reader.position("corrects_position") : nil
        let deposit = try reader.cents("deposit_cents")
        let flat = bare == nil ? try reader.cents("flat_cents") : nil
        let from = try reader.day("from_on")
        let furniture = bare == nil ? nil : try reader.cents("furniture_cents")
        let occupancy: TariffRow.Occupancy = try reader.choice("occupancy")
        let reason = isCorrection ? try reader.code("reason") : nil
        let residence = try reader.text("residence")
        let id = try reader.row("row")
        let site = try reader.text("site")
        let stay = try stay(&reader, coefficient: coefficient)
        let thirtieth = try reader.centsIfPresent("thirtieth_cents")
        let to = try reader.day("to_on")
        let monthly: RentBreakdown =
            if let bare, let charges, let furniture {
                .decomposed(bare: bare, charges: charges, furniture: furniture)
            } else {
                .flat(flat ?? .zero)
            }
        try reader.check(try reader.cents("total_cents") == monthly.total, "total_cents is not the sum of its parts")
        let row = TariffRow(
            id: id, inForceFrom: from, inForceTo: to, monthly: monthly, thirtieth: thirtieth, deposit: deposit,
            site: site, residence: residence, typology: try reader.text("typology"), occupancy: occupancy, stay: stay)
        guard let corrects, let reason else { return .tariffPublished(row) }
        return .tariffCorrected(row, TariffCorrection(reason: reason, corrects: corrects))
    }

    /// Basis points: 10,000 leave the thirtieth as it is.
    private static func coefficient(_ reader: inout CanonicalJSONReader) throws(JSONError) -> Int64? {
        guard reader.keyIfPresent("coefficient_bp") else { return nil }
        let value = try reader.integer()
        try reader.check(TariffRow.coefficients.contains(value), "coefficient_bp is out of range")
        return value
    }

    private static func stay(
        _ reader: inout CanonicalJSONReader, coefficient: Int64?
    ) throws(JSONError) -> TariffRow.Stay {
        guard reader.keyIfPresent("stay") else {
            try reader.check(coefficient == nil, "a coefficient is for stays of one to three months")
            return .universityYear
        }
        try reader.check(try reader.string() == TariffRow.Stay.Name.oneToThreeMonths.rawValue, "stay is unknown")
        return .oneToThreeMonths(coefficient: coefficient)
    }
}
