import EventLog
import LedgerValues
import ResidenceRules

extension PayloadWriter {
    /// A tariff row, and what it corrects when it does.
    static func write(_ row: TariffRow, correction: TariffCorrection?, _ writer: inout CanonicalJSONWriter) {
        if case .decomposed(let bare, let charges, _) = row.monthly {
            writer.cents("bare_cents", bare)
            writer.cents("charges_cents", charges)
        }
        if case .oneToThreeMonths(let coefficient?) = row.stay { writer.number("coefficient_bp", coefficient) }
        if let correction { writer.number("corrects_position", correction.corrects) }
        writer.cents("deposit_cents", row.deposit)
        if case .flat(let flat) = row.monthly { writer.cents("flat_cents", flat) }
        writer.day("from_on", row.inForceFrom)
        if case .decomposed(_, _, let furniture) = row.monthly { writer.cents("furniture_cents", furniture) }
        writer.text("occupancy", row.occupancy.rawValue)
        if let correction { writer.text("reason", correction.reason.text) }
        writer.text("residence", row.residence)
        writer.text("row", row.id.text)
        writer.text("site", row.site)
        if case .oneToThreeMonths = row.stay { writer.text("stay", TariffRow.Stay.Name.oneToThreeMonths.rawValue) }
        if let thirtieth = row.thirtieth { writer.cents("thirtieth_cents", thirtieth) }
        writer.day("to_on", row.inForceTo)
        writer.cents("total_cents", row.monthly.total)
        writer.text("typology", row.typology)
    }
}
