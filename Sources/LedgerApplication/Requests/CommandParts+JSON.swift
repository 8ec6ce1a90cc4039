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

extension SundryCharge {
    /// Tax is half-up per line; without a rate the item is exempt.
    init(_ kind: Kind, _ reader: MemberReader, _ when: When) throws(RequestError) {
        let net = try reader.required(Members.net)
        let rate = try reader.optional(Members.vat) ?? 0
        self.init(
            kind: kind, net: net, vat: net.scaledHalfUp(rate, over: 10_000),
            dueOn: try reader.optional(Members.dueOn) ?? when.moment.day, item: try reader.required(Members.item))
    }
}
