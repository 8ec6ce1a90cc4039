import EventLog
import LedgerValues
import ResidenceRules

extension PayloadWriter {
    static func write(_ price: ServicePrice, _ writer: inout CanonicalJSONWriter) {
        writer.text("code", price.code.text)
        writer.key("excludes_vat")
        writer.bool(price.excludesVAT)
        writer.day("from_on", price.inForceFrom)
        writer.text("label", price.label)
        if let amount = price.price { writer.cents("price_cents", amount) }
        writer.day("to_on", ifPresent: price.inForceTo)
        writer.text("unit", price.unit.rawValue)
    }

    static func write(_ rate: ShortStayRate, _ writer: inout CanonicalJSONWriter) {
        writer.day("from_on", rate.inForceFrom)
        writer.cents("nights_from_15_cents", rate.prices.from15)
        writer.cents("nights_up_to_14_cents", rate.prices.upTo14)
        writer.cents("nights_up_to_3_cents", rate.prices.upTo3)
        writer.number("persons", rate.unit.persons)
        writer.text("status", rate.unit.status.rawValue)
        writer.day("to_on", ifPresent: rate.inForceTo)
        writer.text("typology", rate.unit.typology.text)
    }

    static func write(_ adoption: VATAdoption, _ writer: inout CanonicalJSONWriter) {
        writer.day("from_on", adoption.from)
        writer.text("item", adoption.item.text)
        writer.key("raises_final_price")
        writer.bool(adoption.raisesFinalPrice)
        if case .basisPoints(let points) = adoption.rate { writer.number("rate_bp", points) }
    }
}
