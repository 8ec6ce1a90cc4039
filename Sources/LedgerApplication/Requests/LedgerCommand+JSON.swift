import EventLog
import LedgerValues
import ResidenceRules

extension LedgerCommand {
    init(_ name: CommandName, _ reader: MemberReader, _ when: When) throws(RequestError) {
        switch name {
        case .publishTariff: self = .publishTariff(try reader.required(Members.rows))
        case .adoptPolicy:
            self = .adoptPolicy(
                try reader.required(Members.policy), try reader.required(Members.policyValue),
                from: try reader.required(Members.fromOn))
        case .closeMonth: self = .closeMonth(try reader.required(Members.month))
        case .proposeAllocation, .receiveAdvance, .decideAdmission, .grantRenewal, .completeFile, .waiveDeposit,
            .receiveDeposit, .keepDeposit, .deferEffect, .authoriseLateArrival, .handOverKeys, .giveNotice,
            .returnKeys, .receivePayment, .provideBankDetails, .requestWithdrawal, .grantException,
            .acceptForceMajeure, .repealAdmission, .lapseAdmission, .chargeService, .invoiceDamage, .chargeCost,
            .setIndemnityBase, .useDepositForRent, .settleContract, .wireRefund, .issueTenantCode:
            let contract = try ContractReference(reader)
            self = .contract(contract, try ContractCommand(name, reader, when))
        }
    }
}

extension ContractReference {
    fileprivate init(_ reader: MemberReader) throws(RequestError) {
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

extension ContractCommand {
    fileprivate init(_ name: CommandName, _ reader: MemberReader, _ when: When) throws(RequestError) {
        switch name {
        case .proposeAllocation:
            self = .proposeAllocation(
                effectiveOn: try reader.optional(Members.effectOn),
                programme: try reader.optional(Members.programme) ?? .standard,
                notifiedAt: when.instant ?? when.moment.instant, expiresAt: try reader.optional(Members.expiresAt))
        case .receiveAdvance:
            self = .payAdvance(try reader.required(Members.amount), at: when.instant ?? when.moment.instant)
        case .decideAdmission:
            self = .decideAdmission(
                effectiveOn: try reader.required(Members.effectOn), endsOn: try reader.required(Members.endOn),
                row: try reader.required(Members.row), assignedOn: try reader.optional(Members.assignedOn),
                programme: try reader.optional(Members.programme))
        case .grantRenewal:
            self = .grantRenewal(
                Term(
                    effectiveOn: try reader.required(Members.effectOn), endsOn: try reader.required(Members.endOn),
                    row: try reader.required(Members.row)))
        case .completeFile: self = .completeFile
        case .waiveDeposit: self = .waiveDeposit(ground: try reader.required(Members.ground))
        case .receiveDeposit: self = .payDeposit(try reader.required(Members.amount))
        case .keepDeposit: self = .keepDeposit(try reader.required(Members.amount))
        case .deferEffect: self = .deferEffect
        case .authoriseLateArrival: self = .authoriseLateArrival(until: try reader.required(Members.untilOn))
        case .handOverKeys: self = .handOverKeys
        case .giveNotice: self = .giveNotice(departure: try reader.optional(Members.departureOn))
        case .returnKeys: self = .returnKeys(try reader.optional(Members.inventory) ?? .conforming)
        case .receivePayment: self = .receivePayment(try reader.required(Members.amount))
        case .provideBankDetails: self = .provideBankDetails
        case .requestWithdrawal: self = .requestWithdrawal
        case .grantException: self = .grantException(ground: try reader.required(Members.ground))
        case .acceptForceMajeure: self = .acceptForceMajeure
        case .repealAdmission: self = .repealAdmission(effectiveOn: try reader.required(Members.repealOn))
        case .lapseAdmission: self = .lapseAdmission(try reader.required(Members.lapseGround))
        case .chargeService: self = .charge(try SundryCharge(.service, reader, when))
        case .invoiceDamage: self = .charge(try SundryCharge(.damage, reader, when))
        case .chargeCost: self = .charge(try SundryCharge(.cost, reader, when))
        case .setIndemnityBase:
            self = .setIndemnityBase(
                total: try reader.required(Members.total), thirtieth: try reader.required(Members.baseThirtieth))
        case .useDepositForRent: self = .useDepositForRent
        case .settleContract: self = .settleContract
        case .wireRefund:
            self = .wireRefund(try reader.required(Members.refundKind), try reader.required(Members.amount))
        case .issueTenantCode: self = .issueTenantCode(try reader.required(Members.code))
        case .publishTariff, .adoptPolicy, .closeMonth:
            preconditionFailure("\(name.rawValue) is not about a contract")
        }
    }
}

extension SundryCharge {
    /// Tax is half-up per line; without a rate the item is exempt.
    fileprivate init(_ kind: Kind, _ reader: MemberReader, _ when: When) throws(RequestError) {
        let net = try reader.required(Members.net)
        let rate = try reader.optional(Members.vat) ?? 0
        self.init(
            kind: kind, net: net, vat: net.scaledHalfUp(rate, over: 10_000),
            dueOn: try reader.optional(Members.dueOn) ?? when.moment.day, item: try reader.required(Members.item))
    }
}
