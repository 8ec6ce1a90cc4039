import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules

/// The read row of a contract's stream: canonical JSON, opaque to the log.
enum ContractHeadCodec {
    static func encode(_ head: ContractHead) -> [UInt8] {
        var writer = CanonicalJSONWriter(capacity: 320)
        writer.beginObject()
        cents("advance_held_cents", head.advanceHeld)
        cents("deposit_held_cents", head.depositHeld)
        day("effect_on", head.effectiveOn)
        day("end_on", head.endsOn)
        day("keys_on", head.keysOn)
        cents("receivable_cents", head.receivable)
        cents("received_cents", head.received)
        cents("refund_payable_cents", head.refundPayable)
        day("returned_on", head.returnedOn)
        text("row", head.row?.text)
        day("settled_on", head.settledOn)
        text("tenant_code", head.tenantCode?.text)
        cents("unallocated_cents", head.unallocated)
        writer.endObject()
        return writer.bytes

        func cents(_ name: StaticString, _ amount: Money) {
            writer.key(name)
            writer.integer(amount.cents)
        }
        func day(_ name: StaticString, _ value: CalendarDate?) {
            guard let value else { return }
            writer.key(name)
            writer.date(value)
        }
        func text(_ name: StaticString, _ value: String?) {
            guard let value else { return }
            writer.key(name)
            writer.string(value)
        }
    }

    static func decode(_ bytes: [UInt8]) throws(JSONError) -> ContractHead {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<ContractHead, JSONError> in
            do throws(JSONError) { return .success(try decode(buffer)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private static func decode(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> ContractHead {
        if bytes.isEmpty { return ContractHead() }
        var reader = CanonicalJSONReader(bytes)
        try reader.beginObject()
        let advanceHeld = try cents("advance_held_cents")
        let depositHeld = try cents("deposit_held_cents")
        let effectiveOn = try day("effect_on")
        let endsOn = try day("end_on")
        let keysOn = try day("keys_on")
        let receivable = try cents("receivable_cents")
        let received = try cents("received_cents")
        let refundPayable = try cents("refund_payable_cents")
        let returnedOn = try day("returned_on")
        let row = try text("row").flatMap(TariffRowID.init(_:))
        let settledOn = try day("settled_on")
        let tenantCode = try text("tenant_code").flatMap(TenantCode.init(_:))
        let unallocated = try cents("unallocated_cents")
        try reader.endObject()
        try reader.end()
        return ContractHead(
            row: row, effectiveOn: effectiveOn, endsOn: endsOn, keysOn: keysOn, returnedOn: returnedOn,
            settledOn: settledOn, tenantCode: tenantCode, receivable: receivable, advanceHeld: advanceHeld,
            depositHeld: depositHeld, refundPayable: refundPayable, unallocated: unallocated, received: received)

        func cents(_ name: StaticString) throws(JSONError) -> Money {
            try reader.key(name)
            return Money(cents: try reader.integer())
        }
        func day(_ name: StaticString) throws(JSONError) -> CalendarDate? {
            reader.keyIfPresent(name) ? try reader.date() : nil
        }
        func text(_ name: StaticString) throws(JSONError) -> String? {
            reader.keyIfPresent(name) ? try reader.string() : nil
        }
    }
}
