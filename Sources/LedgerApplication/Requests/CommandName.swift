import LedgerValues
import ResidenceRules

/// What a request may ask for; the raw values are the names of the API.
public enum CommandName: String, CaseIterable, Sendable {
    case openContract = "open-contract"
    case proposeAllocation = "propose-allocation"
    case receiveAdvance = "receive-advance"
    case decideAdmission = "decide-admission"
    case grantRenewal = "grant-renewal"
    case changeUnit = "change-unit"
    case rehouseTemporarily = "rehouse-temporarily"
    case grantProlongation = "grant-prolongation"
    case readmit
    case takeOverContract = "take-over-contract"
    case completeFile = "complete-file"
    case extendFile = "extend-file"
    case requestRegularisation = "request-regularisation"
    case registerInsurance = "register-insurance"
    case declareDefect = "declare-defect"
    case serveFormalNotice = "serve-formal-notice"
    case waiveDeposit = "waive-deposit"
    case receiveDeposit = "receive-deposit"
    case keepDeposit = "keep-deposit"
    case deferEffect = "defer-effect"
    case authoriseLateArrival = "authorise-late-arrival"
    case handOverKeys = "hand-over-keys"
    case giveNotice = "give-notice"
    case returnKeys = "return-keys"
    case recoverPossession = "recover-possession"
    case recordDeath = "record-death"
    case offerRecovery = "offer-recovery"
    case receivePayment = "receive-payment"
    case clawBackAid = "claw-back-aid"
    case returnPayment = "return-payment"
    case returnRefund = "return-refund"
    case allocateReceipt = "allocate-receipt"
    case undoAllocation = "undo-allocation"
    case refundReceipt = "refund-receipt"
    case returnParkedReceipt = "return-parked-receipt"
    case refundParkedReceipt = "refund-parked-receipt"
    case wireParkedRefund = "wire-parked-refund"
    case registerGuarantee = "register-guarantee"
    case registerMandate = "register-mandate"
    case reportUnpaid = "report-unpaid"
    case liftReport = "lift-report"
    case issueEnforcementTitle = "issue-enforcement-title"
    case writeOff = "write-off"
    case remitDebt = "remit-debt"
    case prescribeDebt = "prescribe-debt"
    case prescribeCredit = "prescribe-credit"
    case retainCredit = "retain-credit"
    case refundCredit = "refund-credit"
    case provideBankDetails = "provide-bank-details"
    case requestWithdrawal = "request-withdrawal"
    case grantException = "grant-exception"
    case acceptForceMajeure = "accept-force-majeure"
    case repealAdmission = "repeal-admission"
    case lapseAdmission = "lapse-admission"
    case chargeService = "charge-service"
    case sellService = "sell-service"
    case invoiceDamage = "invoice-damage"
    case chargeCost = "charge-cost"
    case cancelCharge = "cancel-charge"
    case revokeDecision = "revoke-decision"
    case correctDate = "correct-date"
    case voidFact = "void-fact"
    case setIndemnityBase = "set-indemnity-base"
    case useDepositForRent = "use-deposit-for-rent"
    case settleContract = "settle-contract"
    case wireRefund = "wire-refund"
    case issueTenantCode = "issue-tenant-code"
    case bookShortStay = "book-short-stay"
    case extendShortStay = "extend-short-stay"
    case cancelShortStay = "cancel-short-stay"
    case recordNoShow = "record-no-show"
    case publishTariff = "publish-tariff"
    case publishServicePrices = "publish-service-prices"
    case publishShortStayRates = "publish-short-stay-rates"
    case adoptVATRate = "adopt-vat-rate"
    case replaceTenantCode = "replace-tenant-code"
    case succeedRow = "succeed-row"
    case adoptPolicy = "adopt-policy"
    case closeMonth = "close-month"
}

/// The members of one command: what the help, the documentation and the OpenAPI document say is generated from it.
public struct CommandShape: Sendable {
    /// What a command is about.
    public enum Subject: Hashable, Sendable {
        /// One contract, named by `contract` or by `tenant_code`.
        case contract
        /// The ledger as a whole.
        case ledger
    }

    /// How a command says when it took effect.
    public enum Moment: Hashable, Sendable {
        /// By `on` or by `at`.
        case dayOrInstant
        /// By `at`: hours matter.
        case instant
    }

    /// What it records, in one English sentence.
    public let summary: String
    public let subject: Subject
    public let moment: Moment
    /// Its own members, beside `command`, those of its subject and those of its moment.
    public let members: [CommandMember]
    /// Makes the command of its members.
    let read: Reading

    typealias Reading = @Sendable (MemberReader, When) throws(RequestError) -> LedgerCommand

    /// The most bytes of its text.
    public var maximumBytes: Int {
        let holdsList = [Members.rows.name, Members.items.name].contains { list in
            members.contains { $0.name == list }
        }
        return holdsList ? RequestLimits.tariffBytes : RequestLimits.commandBytes
    }

    /// Every member that its object may have, `key` aside.
    public var allMembers: [CommandMember] {
        var all: [CommandMember] = [.required(Members.command)]
        switch subject {
        case .contract: all += [.optional(Members.contract), .optional(Members.tenantCode)]
        case .ledger: break
        }
        switch moment {
        case .dayOrInstant: all += [.optional(Members.on), .optional(Members.at)]
        case .instant: all.append(.required(Members.at))
        }
        return all + members
    }
}

extension CommandName {
    /// Its members, and how they are read: everything that the API knows of a command.
    public var shape: CommandShape {
        switch self {
        case .openContract:
            .contract("The contract gets its identifier before anything is proposed or decided.") { _, _ in
                .record(.contractOpened)
            }
        case .proposeAllocation:
            .contract(
                "An allocation is proposed; the contract begins.", at: .instant,
                [.optional(Members.effectOn), .optional(Members.programme), .optional(Members.expiresAt)]
            ) { (reader, when) throws(RequestError) in
                .proposeAllocation(
                    effectiveOn: try reader.optional(Members.effectOn),
                    programme: try reader.optional(Members.programme) ?? .standard,
                    notifiedAt: when.instant ?? when.moment.instant, expiresAt: try reader.optional(Members.expiresAt))
            }
        case .receiveAdvance:
            .contract(
                "The rent advance came in.", at: .instant,
                [.required(Members.amount), .optional(Members.payer), .optional(Members.means)]
            ) { (reader, _) throws(RequestError) in
                .record(.advancePaid(try reader.required(Members.amount), try Remittance(reader)))
            }
        case .decideAdmission:
            .contract(
                "The student is admitted to a unit.",
                [
                    .required(Members.effectOn), .required(Members.endOn), .required(Members.row),
                    .optional(Members.assignedOn), .optional(Members.programme),
                ]
            ) { (reader, _) throws(RequestError) in
                .decideAdmission(
                    effectiveOn: try reader.required(Members.effectOn), endsOn: try reader.required(Members.endOn),
                    row: try reader.required(Members.row), assignedOn: try reader.optional(Members.assignedOn),
                    programme: try reader.optional(Members.programme))
            }
        case .grantRenewal:
            .contract(
                "The contract is renewed.",
                [.required(Members.effectOn), .required(Members.endOn), .required(Members.row)]
            ) { (reader, _) throws(RequestError) in
                .record(
                    .renewalGranted(
                        Term(
                            effectiveOn: try reader.required(Members.effectOn),
                            endsOn: try reader.required(Members.endOn), row: try reader.required(Members.row))))
            }
        case .changeUnit:
            .contract("The tenant moves to another unit, or changes the mode.", [.required(Members.row)]) {
                (reader, _) throws(RequestError) in .changeUnit(row: try reader.required(Members.row))
            }
        case .rehouseTemporarily:
            .contract("The tenant is lodged elsewhere for a time.", [.required(Members.lodging)]) {
                (reader, _) throws(RequestError) in
                .record(.temporarilyRehoused(unit: try reader.required(Members.lodging)))
            }
        case .grantProlongation:
            .contract("The stay is prolonged.", [.required(Members.endOn), .optional(Members.askedOn)]) {
                (reader, when) throws(RequestError) in
                .record(
                    .prolongationGranted(
                        Prolongation(
                            endsOn: try reader.required(Members.endOn),
                            askedOn: try reader.optional(Members.askedOn) ?? when.moment.day)))
            }
        case .readmit:
            .contract(
                "The student of an earlier contract is admitted again; the contract begins.",
                [
                    .required(Members.earlierContract), .required(Members.effectOn), .required(Members.endOn),
                    .required(Members.row), .optional(Members.assignedOn), .optional(Members.programme),
                ]
            ) { (reader, _) throws(RequestError) in
                .readmit(
                    earlier: try reader.required(Members.earlierContract),
                    effectiveOn: try reader.required(Members.effectOn), endsOn: try reader.required(Members.endOn),
                    row: try reader.required(Members.row), assignedOn: try reader.optional(Members.assignedOn),
                    programme: try reader.optional(Members.programme))
            }
        case .takeOverContract:
            .contract("A running tenancy is taken over; the contract begins.", Members.takeover) {
                (reader, _) throws(RequestError) in .record(.contractTakenOver(try Takeover(reader)))
            }
        case .completeFile: .contract("The file is complete.") { _, _ in .record(.fileCompleted) }
        case .extendFile:
            .contract("More time is granted for the file.", [.required(Members.untilOn)]) {
                (reader, _) throws(RequestError) in
                .record(.fileExtended(until: try reader.required(Members.untilOn)))
            }
        case .requestRegularisation:
            .contract("A file that is no longer complete is to be put right.") { _, _ in
                .record(.regularisationRequested)
            }
        case .registerInsurance:
            .contract("The unit is insured.", [.required(Members.insuredFrom), .optional(Members.insuredTo)]) {
                (reader, _) throws(RequestError) in
                .record(
                    .insuranceRegistered(
                        from: try reader.required(Members.insuredFrom), to: try reader.optional(Members.insuredTo)))
            }
        case .declareDefect:
            .contract("The tenant declares a defect of the unit.", [.required(Members.defectItem)]) {
                (reader, _) throws(RequestError) in
                .record(.defectDeclared(item: try reader.required(Members.defectItem)))
            }
        case .serveFormalNotice:
            .contract("A formal notice to leave is served.") { _, _ in .record(.formalNoticeServed) }
        case .waiveDeposit:
            .contract("No deposit is asked for.", [.required(Members.ground)]) { (reader, _) throws(RequestError) in
                .record(.depositWaived(ground: try reader.required(Members.ground)))
            }
        case .receiveDeposit:
            .contract(
                "The deposit came in, wholly or in part.",
                [.required(Members.amount), .optional(Members.payer), .optional(Members.means)]
            ) { (reader, _) throws(RequestError) in
                .record(.depositPaid(try reader.required(Members.amount), try Remittance(reader)))
            }
        case .keepDeposit:
            .contract("A deposit is carried over.", [.required(Members.amount)]) { (reader, _) throws(RequestError) in
                .record(.depositKept(try reader.required(Members.amount), from: nil))
            }
        case .deferEffect:
            .contract(
                "The Crous puts the effect date off, to a day or until further notice.",
                [.optional(Members.deferredTo)]
            ) { (reader, _) throws(RequestError) in
                .record(.effectDeferred(to: try reader.optional(Members.deferredTo)))
            }
        case .authoriseLateArrival:
            .contract("A late arrival is authorised.", [.required(Members.untilOn)]) {
                (reader, _) throws(RequestError) in
                .record(.lateArrivalAuthorised(until: try reader.required(Members.untilOn)))
            }
        case .handOverKeys: .contract("The keys are handed over.") { _, _ in .record(.keysHandedOver) }
        case .giveNotice:
            .contract("The tenant gives notice.", [.optional(Members.departureOn)]) {
                (reader, _) throws(RequestError) in
                .record(.noticeGiven(departure: try reader.optional(Members.departureOn)))
            }
        case .returnKeys:
            .contract("The keys are back.", ExitInventory.members) { (reader, _) throws(RequestError) in
                .record(.keysReturned(try ExitInventory(reader)))
            }
        case .recoverPossession:
            .contract(
                "The Crous recovers the unit without its tenant.",
                [.required(Members.recoveryGround)] + ExitInventory.members
            ) { (reader, _) throws(RequestError) in
                .record(
                    .possessionRecovered(try reader.required(Members.recoveryGround), try ExitInventory(reader)))
            }
        case .recordDeath: .contract("The tenant died.") { _, _ in .record(.tenantDied) }
        case .offerRecovery:
            .contract("The Crous offers the estate to recover the unit.") { _, _ in .record(.recoveryOffered) }
        case .receivePayment:
            .contract(
                "A payment came in.",
                [
                    .required(Members.amount), .optional(Members.anyPayer), .optional(Members.means),
                    .optional(Members.lines), .optional(Members.aidMonth),
                ]
            ) { (reader, _) throws(RequestError) in .record(try ContractFact(paymentIn: reader)) }
        case .clawBackAid:
            .contract(
                "The CAF takes housing aid of a month back.",
                [.required(Members.clawedMonth), .required(Members.amount), .required(Members.clawback)]
            ) { (reader, _) throws(RequestError) in
                .record(
                    .housingAidClawedBack(
                        AidClawback(
                            month: try reader.required(Members.clawedMonth),
                            amount: try reader.required(Members.amount),
                            settlement: try reader.required(Members.clawback))))
            }
        case .returnPayment:
            .contract(
                "Money that had come in went out again.",
                [.required(Members.receipt), .required(Members.amount), .required(Members.returnReason)]
            ) { (reader, _) throws(RequestError) in
                .returnMoney(
                    receipt: try reader.required(Members.receipt), amount: try reader.required(Members.amount),
                    reason: try reader.required(Members.returnReason))
            }
        case .allocateReceipt:
            .receiptToContract(
                "Unallocated money is given its purpose.",
                [
                    .required(Members.receipt), .required(Members.allocationPurpose),
                    .optional(Members.allocated), .optional(Members.lines), .optional(Members.aidMonth),
                ])
        case .undoAllocation:
            .contract("An allocation is taken back.", [.required(Members.allocation)]) {
                (reader, _) throws(RequestError) in .undoAllocation(try reader.required(Members.allocation))
            }
        case .refundReceipt:
            .contract(
                "Unallocated money of the contract is to go back to its payer.",
                [.required(Members.receipt), .required(Members.amount)]
            ) { (reader, _) throws(RequestError) in
                .record(
                    .receiptRefundDecided(
                        receipt: try reader.required(Members.receipt), try reader.required(Members.amount)))
            }
        case .returnParkedReceipt:
            .ledger(
                "Money that names nobody known went out again.",
                [.required(Members.receipt), .required(Members.amount), .required(Members.returnReason)]
            ) { (reader, _) throws(RequestError) in
                .returnParked(
                    receipt: try reader.required(Members.receipt), try reader.required(Members.amount),
                    try reader.required(Members.returnReason))
            }
        case .refundParkedReceipt:
            .ledger(
                "Money that names nobody known is to go back to its payer.",
                [.required(Members.receipt), .required(Members.amount)]
            ) { (reader, _) throws(RequestError) in
                .refundParked(receipt: try reader.required(Members.receipt), try reader.required(Members.amount))
            }
        case .wireParkedRefund:
            .ledger(
                "The refund of money that names nobody known left the bank.",
                [.required(Members.receipt), .required(Members.amount)]
            ) { (reader, _) throws(RequestError) in
                .wireParkedRefund(receipt: try reader.required(Members.receipt), try reader.required(Members.amount))
            }
        case .registerGuarantee:
            .contract(
                "A guarantee is signed, for twelve monthly rents and 5,000 €.",
                [
                    .required(Members.guaranteeKind), .optional(Members.income), .optional(Members.fromOn),
                    .optional(Members.toOn),
                ]
            ) { (reader, _) throws(RequestError) in
                .registerGuarantee(
                    kind: try reader.required(Members.guaranteeKind), income: try reader.optional(Members.income),
                    from: try reader.optional(Members.fromOn), to: try reader.optional(Members.toOn))
            }
        case .registerMandate:
            .contract("Refunds go to another than the tenant.", [.required(Members.mandate)]) {
                (reader, _) throws(RequestError) in
                .record(.mandateRegistered(try reader.required(Members.mandate)))
            }
        case .reportUnpaid:
            .contract("What is unpaid is reported to the network.", [.optional(Members.toldOn)]) {
                (reader, _) throws(RequestError) in .reportUnpaid(toldOn: try reader.optional(Members.toldOn))
            }
        case .liftReport:
            .contract("The report is lifted.", [.required(Members.ground)]) { (reader, _) throws(RequestError) in
                .record(.reportLifted(ground: try reader.required(Members.ground)))
            }
        case .issueEnforcementTitle:
            .contract("What is open is pursued under a title.", [.required(Members.title)]) {
                (reader, _) throws(RequestError) in
                .record(.enforcementTitleIssued(try reader.required(Members.title)))
            }
        case .writeOff:
            .contract(
                "A debt is written off; it can still be paid.",
                [
                    .required(Members.line), .required(Members.amount), .required(Members.writeOffGround),
                    .required(Members.decision),
                ]
            ) { (reader, _) throws(RequestError) in
                .record(.debtRelieved(try DebtRelief(reader, try reader.required(Members.writeOffGround))))
            }
        case .remitDebt: .relief("A debt is remitted.", .remitted)
        case .prescribeDebt: .relief("A debt due more than five years ago is prescribed.", .prescribed)
        case .prescribeCredit:
            .contract(
                "What the Crous owes is prescribed, in the fifth year after it arose.",
                [.required(Members.creditDebt), .required(Members.amount), .required(Members.decision)]
            ) { (reader, _) throws(RequestError) in
                .record(
                    .creditEnded(
                        CreditEnd(
                            debt: try reader.required(Members.creditDebt),
                            amount: try reader.required(Members.amount), ground: .prescribed,
                            decision: try reader.required(Members.decision))))
            }
        case .retainCredit:
            .contract(
                "The credit of an exchange student stays with the Crous.",
                [.required(Members.amount), .required(Members.decision)]
            ) { (reader, _) throws(RequestError) in
                .record(
                    .creditEnded(
                        CreditEnd(
                            debt: .account, amount: try reader.required(Members.amount), ground: .retained,
                            decision: try reader.required(Members.decision))))
            }
        case .refundCredit:
            .contract("A credit is refunded outside a settlement.", [.required(Members.amount)]) {
                (reader, _) throws(RequestError) in
                .record(.creditRefundDecided(try reader.required(Members.amount)))
            }
        case .returnRefund:
            .contract(
                "A wired refund came back and can be wired again.",
                [.required(Members.refundKind), .required(Members.amount)]
            ) { (reader, _) throws(RequestError) in
                .record(.refundReturned(try reader.required(Members.refundKind), try reader.required(Members.amount)))
            }
        case .provideBankDetails:
            .contract("Bank details exist; they are kept elsewhere.") { _, _ in .record(.bankDetailsProvided) }
        case .requestWithdrawal: .contract("The student withdraws.") { _, _ in .record(.withdrawalRequested) }
        case .grantException:
            .contract("The directorate grants a refund by exception.", [.required(Members.ground)]) {
                (reader, _) throws(RequestError) in
                .record(.exceptionGranted(ground: try reader.required(Members.ground)))
            }
        case .acceptForceMajeure:
            .contract("Force majeure is accepted.") { _, _ in .record(.forceMajeureAccepted) }
        case .repealAdmission:
            .contract(
                "The admission is repealed.", [.required(Members.repealOn), .optional(Members.repealGround)]
            ) { (reader, _) throws(RequestError) in
                .record(
                    .admissionRepealed(
                        effectiveOn: try reader.required(Members.repealOn),
                        ground: try reader.optional(Members.repealGround)))
            }
        case .lapseAdmission:
            .contract("The admission lapses.", [.required(Members.lapseGround)]) { (reader, _) throws(RequestError) in
                .record(.admissionLapsed(try reader.required(Members.lapseGround)))
            }
        case .chargeService:
            .contract(
                "A service is charged, at its published price or at the price given.",
                [
                    .required(Members.item), .optional(Members.price), .optional(Members.quantity),
                    .optional(Members.quantityHundredths), .optional(Members.vat), .optional(Members.dueOn),
                    .optional(Members.reference),
                ]
            ) { (reader, _) throws(RequestError) in
                .charge(
                    try ChargeOrder(
                        .service, reader, price: try reader.optional(Members.price),
                        quantity: try Quantity(reader)))
            }
        case .sellService:
            .ledger(
                "A service is sold for money at once, at its published price or at the price given.",
                [
                    .required(Members.item), .required(Members.means), .optional(Members.price),
                    .optional(Members.quantity), .optional(Members.quantityHundredths), .optional(Members.vat),
                    .optional(Members.reference),
                ]
            ) { (reader, _) throws(RequestError) in
                .sellService(
                    try ChargeOrder(
                        .service, reader, price: try reader.optional(Members.price),
                        quantity: try Quantity(reader)), try reader.required(Members.means))
            }
        case .invoiceDamage: .charge("A damage is invoiced.", .damage)
        case .chargeCost: .charge("A cost is charged.", .cost)
        case .cancelCharge:
            .contract("A service, damage or cost is taken back.", [.required(Members.chargePosition)]) {
                (reader, _) throws(RequestError) in
                .cancelCharge(position: try reader.required(Members.chargePosition))
            }
        case .revokeDecision:
            .contract(
                "A decision that ended a debt or a credit is taken back.", [.required(Members.decisionPosition)]
            ) { (reader, _) throws(RequestError) in
                .revokeDecision(position: try reader.required(Members.decisionPosition))
            }
        case .correctDate:
            .correction(
                "A fact took effect at this moment, not at the one recorded.", [.required(Members.factPosition)]
            ) { (reader) throws(RequestError) in .redated(position: try reader.required(Members.factPosition)) }
        case .voidFact:
            .correction(
                "A fact counts as never filed: recorded by mistake, or a decision taken back.",
                [.required(Members.factPosition), .required(Members.ground)]
            ) { (reader) throws(RequestError) in
                .voided(
                    position: try reader.required(Members.factPosition), ground: try reader.required(Members.ground))
            }
        case .setIndemnityBase:
            .contract(
                "The base of the indemnity of an occupant who is no student.",
                [.required(Members.total), .required(Members.baseThirtieth)]
            ) { (reader, _) throws(RequestError) in
                .record(
                    .indemnityBaseSet(
                        total: try reader.required(Members.total),
                        thirtieth: try reader.required(Members.baseThirtieth)))
            }
        case .useDepositForRent:
            .contract("Always refused: only the settlement sets a deposit off.") { _, _ in .useDepositForRent }
        case .settleContract: .contract("The Crous settles the contract.") { _, _ in .record(.contractSettled) }
        case .wireRefund:
            .contract("A refund left the bank.", [.required(Members.refundKind), .required(Members.amount)]) {
                (reader, _) throws(RequestError) in
                .record(.refundWired(try reader.required(Members.refundKind), try reader.required(Members.amount)))
            }
        case .issueTenantCode:
            .contract("A tenant code is issued.", [.required(Members.code)]) { (reader, _) throws(RequestError) in
                .record(.tenantCodeIssued(try reader.required(Members.code)))
            }
        case .bookShortStay:
            .contract(
                "A short stay is booked; its account begins.",
                [
                    .required(Members.typologyCode), .required(Members.persons), .required(Members.guestStatus),
                    .required(Members.arrivalOn), .required(Members.nights),
                ]
            ) { (reader, _) throws(RequestError) in
                .bookShortStay(
                    try ShortStayUnit(reader), arrivalOn: try reader.required(Members.arrivalOn),
                    nights: try reader.required(Members.nights))
            }
        case .extendShortStay:
            .contract("Nights are added to a short stay.", [.required(Members.nights)]) {
                (reader, _) throws(RequestError) in
                .extendShortStay(nights: try reader.required(Members.nights))
            }
        case .cancelShortStay:
            .contract("A short stay is cancelled.", at: .instant) { _, _ in .record(.shortStayCancelled) }
        case .recordNoShow:
            .contract("Nobody came for a short stay.") { _, _ in .record(.shortStayMissed) }
        case .replaceTenantCode:
            .contract("A new tenant code takes the place of the one before.", [.required(Members.code)]) {
                (reader, _) throws(RequestError) in
                .record(.tenantCodeReplaced(try reader.required(Members.code)))
            }
        case .publishTariff:
            .ledger(
                "Voted tariff rows are published, or clerical errors in published rows corrected.",
                [.required(Members.rows), .optional(Members.correction)]
            ) { (reader, _) throws(RequestError) in
                .publishTariff(
                    try reader.required(Members.rows), correcting: try reader.optional(Members.correction))
            }
        case .publishServicePrices:
            .ledger("Prices of services are published.", [.required(Members.servicePrices)]) {
                (reader, _) throws(RequestError) in
                .publishServicePrices(try reader.required(Members.servicePrices))
            }
        case .publishShortStayRates:
            .ledger("Prices of nights are published.", [.required(Members.shortStayRates)]) {
                (reader, _) throws(RequestError) in
                .publishShortStayRates(try reader.required(Members.shortStayRates))
            }
        case .adoptVATRate:
            .ledger(
                "A rate of tax is adopted for an item from a day on.",
                [
                    .required(Members.item), .required(Members.fromOn), .optional(Members.vat),
                    .optional(Members.exempt), .optional(Members.raisesFinalPrice),
                ]
            ) { (reader, _) throws(RequestError) in .adoptVATRate(try VATAdoption(reader)) }
        case .succeedRow:
            .ledger(
                "One tariff row stands for the unit of another.", [.required(Members.row), .required(Members.newRow)]
            ) { (reader, _) throws(RequestError) in
                .succeedRow(try reader.required(Members.row), by: try reader.required(Members.newRow))
            }
        case .adoptPolicy:
            .ledger(
                "A reading is adopted from a day on.",
                [.required(Members.policy), .required(Members.policyValue), .required(Members.fromOn)]
            ) { (reader, _) throws(RequestError) in
                .adoptPolicy(
                    try reader.required(Members.policy), try reader.required(Members.policyValue),
                    from: try reader.required(Members.fromOn))
            }
        case .closeMonth:
            .ledger("The books of a month are closed.", [.required(Members.month)]) {
                (reader, _) throws(RequestError) in
                .closeMonth(try reader.required(Members.month))
            }
        }
    }

    /// The shapes, made once.
    static let shapes: [CommandName: (shape: CommandShape, allMembers: [CommandMember])] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, ($0.shape, $0.shape.allMembers)) })
}

extension CommandShape {
    fileprivate static func contract(
        _ summary: String, at moment: Moment = .dayOrInstant, _ members: [CommandMember] = [],
        read: @escaping @Sendable (MemberReader, When) throws(RequestError) -> ContractCommand
    ) -> CommandShape {
        CommandShape(summary: summary, subject: .contract, moment: moment, members: members) {
            (reader, when) throws(RequestError) in
            .contract(try ContractReference(reader), try read(reader, when))
        }
    }

    fileprivate static func relief(_ summary: String, _ ground: DebtRelief.Ground) -> CommandShape {
        .contract(
            summary, [.required(Members.line), .required(Members.amount), .required(Members.decision)]
        ) { (reader, _) throws(RequestError) in .record(.debtRelieved(try DebtRelief(reader, ground))) }
    }

    /// What becomes of a receipt in a contract, wherever the receipt waits.
    fileprivate static func receiptToContract(_ summary: String, _ members: [CommandMember]) -> CommandShape {
        CommandShape(summary: summary, subject: .contract, moment: .dayOrInstant, members: members) {
            (reader, _) throws(RequestError) in
            .allocateReceipt(try AllocationRequest(reader), to: try ContractReference(reader))
        }
    }

    fileprivate static func correction(
        _ summary: String, _ members: [CommandMember],
        read: @escaping @Sendable (MemberReader) throws(RequestError) -> FactCorrection
    ) -> CommandShape {
        CommandShape(summary: summary, subject: .contract, moment: .dayOrInstant, members: members) {
            (reader, _) throws(RequestError) in
            .correct(try ContractReference(reader), try read(reader))
        }
    }

    fileprivate static func ledger(
        _ summary: String, _ members: [CommandMember], read: @escaping Reading
    ) -> CommandShape {
        CommandShape(summary: summary, subject: .ledger, moment: .dayOrInstant, members: members, read: read)
    }

    fileprivate static func charge(_ summary: String, _ kind: SundryCharge.Kind) -> CommandShape {
        .contract(
            summary,
            [
                .required(Members.net), .optional(Members.vat), .optional(Members.dueOn), .required(Members.item),
                .optional(Members.reference),
            ]
        ) { (reader, _) throws(RequestError) in
            .charge(try ChargeOrder(kind, reader, price: try reader.required(Members.net), quantity: nil))
        }
    }
}
