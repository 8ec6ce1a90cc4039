import LedgerValues
import ResidenceRules

extension TableLine {
    /// The price of a service; nil when a cell cannot be read. Its faults are kept.
    mutating func servicePrice() -> ServicePrice? {
        guard faults.isEmpty else { return nil }
        let code = Code(cell("code"))
        if code == nil { fault("code", .serviceCode, "1 to 48 letters, digits and _ . - are due") }
        if !(1...255).contains(cell("label").utf8.count) {
            fault("label", .textLength, "1 to 255 bytes of text are due")
        }
        let unit = ServicePrice.Unit(printed: cell("unit"))
        if unit == nil { fault("unit", .unit, "a unit such as hour, week or at invoice is due") }
        let price = cell("price").isEmpty ? nil : cents("price")
        if price == .zero { fault("price", .amount, "a price is more than nothing") }
        if cell("price").isEmpty, let unit, unit != .invoice {
            fault("price", .priceMissing, "a price is due for each \(cell("unit"))")
        }
        if cell("section").isEmpty { fault("section", .section, "the section is due: it says whether prices are HT") }
        let validity = validity()
        guard faults.isEmpty, let code, let unit, let validity else { return nil }
        return ServicePrice(
            code: code, label: cell("label"), unit: unit, price: price,
            excludesVAT: cell("section").contains("(HT)"), inForceFrom: validity.from, inForceTo: validity.to)
    }

    /// One band of the nights of a unit; nil when a cell cannot be read. Its faults are kept.
    mutating func nightBand() -> NightBand? {
        guard faults.isEmpty else { return nil }
        let typology = ShortStayUnit.typology(printed: cell("typology"))
        if typology == nil { fault("typology", .typology, "letters, digits and spaces are due") }
        let persons = wholeNumber("persons").flatMap { (1...9).contains($0) ? $0 : nil }
        if persons == nil { fault("persons", .persons, "1 to 9 is due") }
        let status = ShortStayUnit.Status(rawValue: cell("status"))
        if status == nil { fault("status", .status, "student or non_student is due") }
        let nights = NightBand.Nights(rawValue: "\(cell("nights_min"))-\(cell("nights_max"))")
        if nights == nil { fault("nights_min", .nights, "1 to 3, 4 to 14, or 15 without an end is due") }
        let price = cents("price_ht")
        if price == .zero { fault("price_ht", .amount, "a price is more than nothing") }
        let validity = validity()
        guard faults.isEmpty, let typology, let persons, let status, let nights, let price, let validity else {
            return nil
        }
        return NightBand(
            unit: ShortStayUnit(typology: typology, persons: persons, status: status), nights: nights, price: price,
            from: validity.from, to: validity.to)
    }
}

/// The price of a night in one band: a line of the table of short stays.
struct NightBand {
    let unit: ShortStayUnit
    let nights: Nights
    let price: Money
    let from: CalendarDate
    let to: CalendarDate?

    /// The bands of Annexe 2, from the first to the last night (R-171).
    enum Nights: String, CaseIterable {
        case upTo3 = "1-3"
        case upTo14 = "4-14"
        case from15 = "15-"
    }
}
