import EventLog
import LedgerValues
import ResidenceRules

/// The members of command objects, each once.
enum Members {
    // What every command may have.
    static let command = Member<CommandName>(
        "command", .choice(CommandName.allCases.map(\.rawValue)), "what is asked for"
    ) { (value, field) throws(RequestError) in
        guard case .string(let text) = value else { throw value.wrongType("a string", field) }
        guard let name = CommandName(rawValue: text) else {
            throw RequestError(
                .unknownCommand, field: field, detail: "There is no command of that name.",
                remedy: "Give one of: \(CommandName.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return name
    }
    static let contract = Member<ContractID>.identifier(
        "contract", .contract, "the contract, by its identifier",
        remedy: "Give 1 to 64 letters, digits, hyphens and underscores.", make: ContractID.init)
    static let tenantCode = Member<TenantCode>.identifier(
        "tenant_code", .tenantCode, "the contract, by a tenant code",
        remedy: "Give 1 to 32 letters and digits.", make: TenantCode.init)
    static let person = Member<PersonID>.identifier(
        "person", .person, "the person, as the person store answered when it was registered",
        remedy: "Give 32 lower-case hexadecimal digits.", make: PersonID.init)
    static let key = Member<IdempotencyKey>.identifier(
        "key", .key, "the request's own key, the same when it is sent again", .invalidKey,
        remedy: RequestErrorCode.invalidKey.remedy, make: IdempotencyKey.init)
    static let on = Member<CalendarDate>.day("on", "the day on which it took effect")
    static let at = Member<Instant>.instant(
        "at", "the instant at which it took effect; an ambiguous wall-clock time is the earlier one", repeated: .earlier
    )
    static let notifiedAt = Member<Instant>.instant(
        "at", "the instant of the notification; an ambiguous wall-clock time is the later one", repeated: .later)

    static let amount = Member<Money>.cents("amount_cents", "the amount")
    static let payer = Member<Payer>.choice("payer", "who pays; the tenant if absent", among: Payer.ofAnyDebt)
    static let anyPayer = Member<Payer>.choice("payer", "who pays; the tenant if absent")
    static let aidMonth = Member<Month>.month("month", "the month whose rent the CAF pays; only with that payer")
    static let clawedMonth = Member<Month>.month("month", "the month whose aid goes back")
    static let clawback = Member<AidClawback.Settlement>.choice(
        "settlement", "whether the money has gone, or is owed until it is wired")
    static let receipt = Member<Int64>.integer(
        "receipt", "the log position of the receipt", in: 1...9_007_199_254_740_991)
    static let allocation = Member<Int64>.integer(
        "allocation", "the log position of the allocation", in: 1...9_007_199_254_740_991)
    static let allocated = Member<Money>.cents("amount_cents", "the amount; all that is left if absent")
    static let allocationPurpose = Member<MoneyReceived.Purpose>.choice(
        "purpose", "what the money serves", among: [.payment, .deposit, .advance, .aid])
    static let guaranteeKind = Member<Guarantee.Kind>.choice("kind", "a person, or an institution")
    static let income = Member<Money>.cents(
        "income_cents", "the monthly income of a person, which is tested and never recorded")
    static let mandate = Member<Code>.identifier(
        "mandate", .code, "whom refunds go to, as a code", .invalidCode, remedy: codeRemedy, make: Code.init)
    static let toldOn = Member<CalendarDate>.day("told_on", "the day on which the student was told")
    static let title = Member<Code>.identifier(
        "title", .code, "the title, as a code", .invalidCode, remedy: codeRemedy, make: Code.init)
    static let decision = Member<Code>.identifier(
        "decision", .code, "the decision, as a code", .invalidCode, remedy: codeRemedy, make: Code.init)
    static let line = Member<LineName>("line", .code, "the debt: rent-2026-10, indemnity-2026-10 or charge-123") {
        (value, field) throws(RequestError) in try value.lineName(field)
    }
    static let writeOffGround = Member<DebtRelief.Ground>.choice(
        "ground", "why it is written off", among: [.irrecoverable, .extinguished])
    static let creditDebt = Member<CreditEnd.Debt>.choice(
        "debt", "a credit on the account, or a refund decided and not wired")
    static let returnReason = Member<MoneyReturn.Reason>.choice("reason", "why it went out again")
    static let means = Member<Means>.choice("means", "how it came in; by transfer if absent")
    static let lines = Member<[LineName]>(
        "lines", .lines, "the debts that the payer wants to settle first, in his order"
    ) { (value, field) throws(RequestError) in
        guard case .array(let elements) = value else { throw value.wrongType("an array", field) }
        guard (1...36).contains(elements.count) else {
            throw RequestError(
                .missingField, field: field, detail: "The array has \(elements.count) names.",
                remedy: "Give 1 to 36 names of lines, or leave the member out.")
        }
        var lines: [LineName] = []
        for (index, element) in elements.enumerated() { lines.append(try element.lineName("\(field)[\(index)]")) }
        return lines
    }
    static let net = Member<Money>.cents("amount_cents", "the amount without tax")
    static let factPosition = Member<Int64>.integer(
        "position", "the log position of the fact", in: 1...9_007_199_254_740_991)
    static let chargePosition = Member<Int64>.integer(
        "position", "the log position of the charge", in: 1...9_007_199_254_740_991)
    static let decisionPosition = Member<Int64>.integer(
        "position", "the log position of the decision", in: 1...9_007_199_254_740_991)
    static let price = Member<Money>.cents(
        "amount_cents", "the price of one unit without tax; the published one if absent")
    static let quantity = Member<Int64>.integer(
        "quantity", "how many units; one if absent", in: 1...Quantity.accepted.upperBound / 100)
    static let quantityHundredths = Member<Int64>.integer(
        "quantity_hundredths", "how many hundredths of a unit, where an hour is divided", in: Quantity.accepted)
    static let exempt = Member<Bool>.flag("exempt", "the item bears no tax")
    static let raisesFinalPrice = Member<Bool>.flag(
        "raises_final_price", "tax comes on top even of a price printed as final; false if absent")
    static let vat = Member<Int64>.integer("vat_bp", "the rate of tax in basis points", in: 0...10_000)
    static let dueOn = Member<CalendarDate>.day(
        "due_on", "the day on which it is due; the day of the command if absent")
    static let item = Member<Code>.identifier(
        "item", .code, "what is charged", .invalidCode, remedy: codeRemedy, make: Code.init)
    static let deferredTo = Member<CalendarDate>.day(
        "effect_on", "the day from which the delays count now; they stand still while it is not known")
    static let reference = Member<Code>.identifier(
        "reference", .code, "the document behind the amount: an invoice, a quote, a judgment", .invalidCode,
        remedy: codeRemedy, make: Code.init)
    static let inventoryItems = Member<[Code]>(
        "items", .codes, "the items that the exit inventory lists, each once"
    ) { (value, field) throws(RequestError) in
        guard case .array(let elements) = value else { throw value.wrongType("an array", field) }
        var items: [Code] = []
        for (index, element) in elements.enumerated() { items.append(try item.read(element, "\(field)[\(index)]")) }
        guard !items.isEmpty, Set(items).count == items.count else {
            throw RequestError(
                .invalidCode, field: field, detail: "The list is empty, or names an item twice.",
                remedy: "Name each item once, or leave the list out.")
        }
        return items
    }
    static let withoutRepresentative = Member<Bool>(
        "without_representative", .flag, "a minor's inventory was made without a legal representative"
    ) { (value, field) throws(RequestError) in
        guard case .bool(let flag) = value else { throw value.wrongType("true or false", field) }
        return flag
    }
    static let recoveryGround = Member<RecoveryGround>.choice("ground", "why the unit was recovered")
    static let repealGround = Member<RepealGround>.choice("ground", "the ground of the repeal")
    static let insuredFrom = Member<CalendarDate>.day("from_on", "the first day insured")
    static let insuredTo = Member<CalendarDate>.day("to_on", "the last day insured; without an end if absent")
    static let defectItem = Member<Code>.identifier(
        "item", .code, "the item that has the defect", .invalidCode, remedy: codeRemedy, make: Code.init)
    static let ground = Member<Code>.identifier(
        "ground", .code, "the ground, as a code", .invalidCode, remedy: codeRemedy, make: Code.init)
    static let lapseGround = Member<LapseGround>.choice("ground", "the ground of the lapse")
    static let effectOn = Member<CalendarDate>.day("effect_on", "the first day of the right of occupation")
    static let endOn = Member<CalendarDate>.day("end_on", "the last day of the right of occupation")
    static let row = Member<TariffRowID>.identifier(
        "row", .tariffRow, "the tariff row",
        remedy: "Give 1 to 96 capital letters, digits and characters of / _ . + -.", make: TariffRowID.init)
    static let newRow = Member<TariffRowID>.identifier(
        "new_row", .tariffRow, "the row that takes its place",
        remedy: "Give 1 to 96 capital letters, digits and characters of / _ . + -.", make: TariffRowID.init)
    static let lodging = Member<Code>.identifier(
        "unit", .code, "the unit lived in meanwhile", .invalidCode, remedy: codeRemedy, make: Code.init)
    static let askedOn = Member<CalendarDate>.day("asked_on", "the day on which it was asked for")
    static let earlierContract = Member<ContractID>.identifier(
        "earlier_contract", .contract, "the contract that the student left",
        remedy: "Give 1 to 64 letters, digits, hyphens and underscores.", make: ContractID.init)
    static let assignedOn = Member<CalendarDate>.day("assigned_on", "the day of the act of assigning")
    static let programme = Member<Programme>.choice("programme", "under which conditions the student is housed")
    static let expiresAt = Member<Instant>.instant(
        "expires_at", "the last instant at which the advance is in time", repeated: .later)
    static let untilOn = Member<CalendarDate>.day("until_on", "the last authorised day")
    static let departureOn = Member<CalendarDate>.day("departure_on", "the departure asked for")
    static let inventory = Member<ConditionReport>.choice("inventory", "the verdict of the exit inventory")
    static let repealOn = Member<CalendarDate>.day("repeal_on", "the last day billed")
    static let total = Member<Money>.cents("total_cents", "the monthly base")
    static let baseThirtieth = Member<Money>.cents("thirtieth_cents", "one thirtieth of the base")
    static let endToEndID = Member<IdempotencyKey>.identifier(
        "end_to_end_id", .key,
        "the transfer that came back, by the identifier that the bank was given; it stands for the contract and kind",
        .invalidKey, remedy: "Give the identifier as it stands in the order, such as C00000231-4711.",
        make: IdempotencyKey.init)
    static let returnedKind = Member<RefundKind>.choice(
        "kind", "what was refunded; required without end_to_end_id")
    static let returnedAmount = Member<Money>.cents(
        "amount_cents", "the amount; all of the transfer if absent, required without end_to_end_id")
    static let refundKind = Member<RefundKind>.choice("kind", "what is refunded")
    static let code = Member<TenantCode>.identifier(
        "code", .tenantCode, "the tenant code to issue", remedy: "Give 1 to 32 letters and digits.",
        make: TenantCode.init)
    static let policy = Member<PolicyKey>.choice("policy", "the reading")
    static let policyValue = Member<PolicyValue>(
        "value", .policyValue, "its value"
    ) { (value, field) throws(RequestError) in
        switch value {
        case .string(let code): return .code(code)
        case .integer(let number): return .number(number)
        case .null, .bool, .array, .object: throw value.wrongType("a string or a whole number", field)
        }
    }
    static let fromOn = Member<CalendarDate>.day("from_on", "the first day in force")
    static let toOn = Member<CalendarDate>.day("to_on", "the last day in force")
    static let month = Member<Month>.month("month", "the month to close, and every month before it")

    /// The member `rows` of a publication, whose rows have `members`.
    static func rows<Row: Sendable>(
        _ members: [CommandMember], read: @escaping @Sendable (MemberReader) throws(RequestError) -> Row
    ) -> Member<[Row]> {
        Member("rows", .objects(members), "the rows, published together or not at all") {
            (value, field) throws(RequestError) in
            guard case .array(let elements) = value else { throw value.wrongType("an array", field) }
            guard !elements.isEmpty else {
                throw RequestError(
                    .missingField, field: field, detail: "There is no row.", remedy: "Give at least one row.")
            }
            var rows: [Row] = []
            rows.reserveCapacity(elements.count)
            for (index, element) in elements.enumerated() {
                rows.append(try read(MemberReader(element, path: "\(field)[\(index)]", members: members)))
            }
            return rows
        }
    }

    static let codeRemedy = "Give a code of 1 to 48 letters, digits and characters of _ . -, never free text."
}
