import EventLog
import LedgerValues
import ResidenceRules

extension PayloadWriter {
    static func write(_ booking: ShortStayBooking, _ writer: inout CanonicalJSONWriter) {
        writer.day("arrival_on", booking.arrivalOn)
        writer.number("nights", booking.nights)
        writer.cents("nights_from_15_cents", booking.prices.from15)
        writer.cents("nights_up_to_14_cents", booking.prices.upTo14)
        writer.cents("nights_up_to_3_cents", booking.prices.upTo3)
        writer.number("persons", booking.unit.persons)
        if case .basisPoints(let points) = booking.vat { writer.number("rate_bp", points) }
        writer.text("status", booking.unit.status.rawValue)
        writer.text("typology", booking.unit.typology.text)
    }

    static func write(
        _ stay: StayCharge, _ line: ChargeLine, reverses charge: Int64?, _ writer: inout CanonicalJSONWriter
    ) {
        writer.cents("amount_cents", line.amount)
        if let charge { writer.number("charge_position", charge) }
        writer.day("due_on", line.dueOn ?? line.from)
        writer.day("from_on", line.from)
        writer.cents("net_cents", stay.net)
        writer.number("nights", stay.nights)
        writer.text("part", stay.part.rawValue)
        writer.cents("rate_cents", stay.rate)
        writer.day("to_on", line.to)
        writer.cents("vat_cents", stay.vat)
    }

    /// A service taken back, with what it charged.
    static func write(
        _ service: SundryCharge, _ line: ChargeLine, reverses charge: Int64, _ writer: inout CanonicalJSONWriter
    ) {
        writer.number("charge_position", charge)
        writer.day("due_on", service.dueOn)
        writer.day("from_on", line.from)
        writer.text("item", service.item.text)
        writer.cents("net_cents", service.net)
        if let quantity = service.quantity { writer.number("quantity_hundredths", quantity.hundredths) }
        if let reference = service.reference { writer.text("reference", reference.text) }
        writer.cents("vat_cents", service.vat)
    }
}
