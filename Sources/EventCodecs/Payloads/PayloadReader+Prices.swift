import EventLog
import LedgerValues
import ResidenceRules

extension PayloadReader {
    static func servicePrice(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ServicePrice {
        let code = try reader.code("code")
        try reader.key("excludes_vat")
        let excludes = try reader.bool()
        let from = try reader.day("from_on")
        let label = try reader.text("label")
        let price = try reader.centsIfPresent("price_cents")
        if let price { try reader.check(price > .zero, "price_cents is not positive") }
        let to = try reader.dayIfPresent("to_on")
        return ServicePrice(
            code: code, label: label, unit: try reader.choice("unit"), price: price, excludesVAT: excludes,
            inForceFrom: from, inForceTo: to)
    }

    static func shortStayRate(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ShortStayRate {
        let from = try reader.day("from_on")
        let from15 = try reader.positiveCents("nights_from_15_cents")
        let upTo14 = try reader.positiveCents("nights_up_to_14_cents")
        let upTo3 = try reader.positiveCents("nights_up_to_3_cents")
        let persons = try reader.persons()
        let status: ShortStayUnit.Status = try reader.choice("status")
        let to = try reader.dayIfPresent("to_on")
        return ShortStayRate(
            unit: ShortStayUnit(typology: try reader.code("typology"), persons: persons, status: status),
            prices: NightPrices(upTo3: upTo3, upTo14: upTo14, from15: from15), inForceFrom: from, inForceTo: to)
    }

    static func vatAdoption(_ reader: inout CanonicalJSONReader) throws(JSONError) -> VATAdoption {
        let from = try reader.day("from_on")
        let item = try reader.code("item")
        try reader.key("raises_final_price")
        let raises = try reader.bool()
        return VATAdoption(item: item, rate: try reader.vatRate(), from: from, raisesFinalPrice: raises)
    }
}

extension CanonicalJSONReader {
    /// How many share a unit: 1 to 9.
    mutating func persons() throws(JSONError) -> Int64 {
        let persons = try count("persons")
        try check((1...9).contains(persons), "persons is not 1 to 9")
        return persons
    }

    /// The member `rate_bp`, absent for what is exempt.
    mutating func vatRate() throws(JSONError) -> VATRate {
        guard keyIfPresent("rate_bp") else { return .exempt }
        let points = try integer()
        try check(VATRate.accepted.contains(points), "rate_bp is not 0 to 10000")
        return .basisPoints(points)
    }
}
