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

extension Remittance {
    init(_ reader: MemberReader) throws(RequestError) {
        self.init(
            payer: try reader.optional(Members.payer) ?? .tenant,
            means: try reader.optional(Members.means) ?? .transfer)
    }
}

extension ContractFact {
    /// A payment; the CAF's names the month whose rent it pays, anybody else's may name lines.
    init(paymentIn reader: MemberReader) throws(RequestError) {
        let amount = try reader.required(Members.amount)
        let means = try reader.optional(Members.means) ?? .transfer
        let payer = try reader.optional(Members.anyPayer) ?? .tenant
        if payer == .caf {
            try reader.refuse(Members.lines, "The CAF pays the rent of one month, which month names.")
            self = .housingAidReceived(amount, month: try reader.required(Members.aidMonth), means: means)
        } else {
            try reader.refuse(Members.aidMonth, "Only the CAF pays for a month; name lines instead.")
            self = .paymentReceived(
                amount, Remittance(payer: payer, means: means), for: try reader.optional(Members.lines) ?? [])
        }
    }
}

extension AllocationRequest {
    init(_ reader: MemberReader) throws(RequestError) {
        let held = try reader.required(Members.allocationPurpose)
        if held != .payment { try reader.refuse(Members.lines, "Only a payment names lines.") }
        if held != .aid { try reader.refuse(Members.aidMonth, "Only housing aid is for a month.") }
        let purpose: Allocation.Purpose =
            switch held {
            case .advance: .advance
            case .deposit: .deposit
            case .aid: .aid(try reader.required(Members.aidMonth))
            case .payment, .unallocated: .payment(for: try reader.optional(Members.lines) ?? [])
            }
        self.init(
            receipt: try reader.required(Members.receipt), amount: try reader.optional(Members.allocated),
            purpose: purpose)
    }
}

extension DebtRelief {
    init(_ reader: MemberReader, _ ground: Ground) throws(RequestError) {
        self.init(
            line: try reader.required(Members.line), amount: try reader.required(Members.amount), ground: ground,
            decision: try reader.required(Members.decision))
    }
}

extension ChargeOrder {
    init(
        _ kind: SundryCharge.Kind, _ reader: MemberReader, price: Money?, quantity: Quantity?
    ) throws(RequestError) {
        self.init(
            kind: kind, item: try reader.required(Members.item), price: price, quantity: quantity,
            vat: try reader.optional(Members.vat).map(VATRate.basisPoints),
            dueOn: try reader.optional(Members.dueOn), reference: try reader.optional(Members.reference))
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

extension ExitInventory {
    /// The members that say what an exit inventory found.
    static let members: [CommandMember] = [
        .optional(Members.inventory), .optional(Members.inventoryItems), .optional(Members.withoutRepresentative),
    ]

    init(_ reader: MemberReader) throws(RequestError) {
        self.init(
            try reader.optional(Members.inventory) ?? .conforming,
            items: try reader.optional(Members.inventoryItems) ?? [],
            withoutRepresentative: try reader.optional(Members.withoutRepresentative) ?? false)
    }
}
