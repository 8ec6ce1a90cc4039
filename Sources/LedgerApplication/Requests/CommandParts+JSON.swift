import LedgerValues
import ResidenceRules

extension ContractReference {
    init(_ reader: MemberReader) throws(RequestError) {
        switch (try reader.optional(Members.contract), try reader.optional(Members.tenantCode)) {
        case (.some, .some):
            throw RequestError(
                .conflictingFields, field: Members.tenantCode.name,
                detail: "The command has both contract and tenant_code.",
                remedy: "Give one of contract and tenant_code.")
        case (let contract?, nil): self = .id(contract)
        case (nil, let code?): self = .tenantCode(code)
        case (nil, nil): throw reader.missing(Members.contract.name, Members.contract.summary)
        }
    }
}

extension ChargeOrder {
    init(
        _ kind: SundryCharge.Kind, _ reader: MemberReader, price: Money?, quantity: Quantity?
    ) throws(RequestError) {
        self.init(
            kind: kind, item: try reader.required(Members.item), price: price, quantity: quantity,
            vat: try reader.optional(Members.vat).map(VATRate.basisPoints),
            dueOn: try reader.optional(Members.dueOn))
    }
}

extension Quantity {
    /// Whole units or hundredths of a unit; nil when neither is given.
    init?(_ reader: MemberReader) throws(RequestError) {
        switch (try reader.optional(Members.quantity), try reader.optional(Members.quantityHundredths)) {
        case (.some, .some):
            throw RequestError(
                .conflictingFields, field: Members.quantityHundredths.name,
                detail: "The command has both quantity and quantity_hundredths.", remedy: "Give one of them.")
        case (let units?, nil): self.init(units: units)
        case (nil, let hundredths?): self.init(hundredths: hundredths)
        case (nil, nil): return nil
        }
    }
}

extension VATAdoption {
    /// Exactly one of a rate and `exempt`.
    init(_ reader: MemberReader) throws(RequestError) {
        let points = try reader.optional(Members.vat)
        let exempt = try reader.optional(Members.exempt) ?? false
        guard exempt == (points == nil) else {
            throw RequestError(
                .conflictingFields, field: Members.vat.name,
                detail: "The command has both a rate and exempt, or none of them.",
                remedy: "Give one of vat_bp and exempt.")
        }
        self.init(
            item: try reader.required(Members.item), rate: points.map(VATRate.basisPoints) ?? .exempt,
            from: try reader.required(Members.fromOn),
            raisesFinalPrice: try reader.optional(Members.raisesFinalPrice) ?? false)
    }
}
