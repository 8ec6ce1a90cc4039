import LedgerValues
public import ResidenceRules

/// The rules behind the lines, the refunds and the forfeits of a statement, in its order.
public struct StatementExplanation: Sendable {
    /// The steps behind each line of the statement.
    public let lines: [[Reason]]
    /// The steps behind each refund.
    public let refunds: [[Reason]]
    /// The steps behind what the Crous keeps of an advance; empty when nothing is kept.
    public let forfeit: [Reason]

    /// Explains `statement`.
    ///
    /// - Parameter context: the tariffs and the policies that the statement was made with.
    public init(_ statement: ContractStatement, _ context: RuleContext) {
        let last = statement.lines.lastIndex { $0.charge.isRent }
        lines = statement.lines.indices.map { index in
            let line = statement.lines[index]
            let relieved: [Reason] = line.relieved > .zero ? [.relieved(line.relieved)] : []
            return Self.reasons(line, isLastRent: index == last, statement, context) + relieved
        }
        refunds = statement.refunds.map { Self.reasons($0, statement) }
        forfeit = statement.balances.forfeited > .zero ? [.forfeited(statement.balances.forfeited)] : []
    }

    private static func reasons(
        _ line: ContractStatement.Line, isLastRent: Bool, _ statement: ContractStatement, _ context: RuleContext
    ) -> [Reason] {
        let tenure = statement.tenure
        let charge = line.charge
        switch charge.composition {
        case .rent(_, let thirtieths, let row):
            var reasons = start(charge, tenure)
            reasons += price(thirtieths, row, on: charge.from, context)
            if isLastRent, charge.to == tenure.lastBilledDay(context.policies) { reasons += end(charge.to, tenure) }
            let isFirst = tenure.firstBilledDay == tenure.firstDay && charge.from.month == tenure.firstDay?.month
            if isFirst {
                reasons.append(.dueAtKeys(charge.dueOn))
            } else if let due = charge.dueOn {
                reasons.append(.dueInArrears(due))
            }
            if line.advance > .zero {
                reasons.append(isFirst ? .advanceDeducted(line.advance) : .advanceCarried(line.advance))
            }
            if line.aid > .zero { reasons.append(.housingAid(line.aid)) }
            return reasons
        case .indemnity(let base, let surcharge, let thirtieths):
            let since = tenure.rightEnd.map { $0.adding(days: 1) } ?? charge.from
            let added: [Reason] = surcharge > .zero ? [.indemnitySurcharge(surcharge)] : []
            return [
                .withoutRight(since: since),
                .indemnityBase(base, thirtieths: thirtieths.count, supplied: tenure.indemnityBase != nil),
            ] + added + (charge.dueOn.map { [.dueInArrears($0)] } ?? [])
        case .shortStay(let stay):
            let nights: Reason =
                switch stay.part {
                case .booked, .extended: .nights(stay.nights, each: stay.rate, added: stay.part == .extended)
                case .retained: .retained(statement.stayOutcome ?? .noShow)
                }
            let tax: [Reason] = stay.vat > .zero ? [.tax(stay.vat)] : []
            let due = charge.dueOn.map { $0 == tenure.effectiveOn ? Reason.dueByArrival($0) : .dueOn($0) }
            return [nights] + tax + (due.map { [$0] } ?? [])
        case .reclaim(let kind, let amount): return [.reclaim(kind, amount)] + (charge.dueOn.map { [.dueOn($0)] } ?? [])
        case .carriedOver(let item, _, _): return [.carriedOver(item.item), .dueOn(item.dueOn)]
        case .sundry(let sundry, _):
            let tax: [Reason] = sundry.vat > .zero ? [.tax(sundry.vat)] : []
            return [.sundry(sundry.kind, item: sundry.item, net: sundry.net)] + tax + [.dueOn(sundry.dueOn)]
        }
    }

    /// Why the first line starts when it does.
    private static func start(_ charge: ChargeLine, _ tenure: Tenure) -> [Reason] {
        guard charge.from == tenure.firstBilledDay else { return [] }
        if charge.from != tenure.firstDay { return [.fromTakeover(charge.from)] }
        if tenure.deferredByCrous { return [.fromDeferredKeys(charge.from)] }
        return charge.from == tenure.effectiveOn ? [.fromEffectDate(charge.from)] : [.fromEarlyKeys(charge.from)]
    }

    /// How the thirtieths of a line become an amount.
    private static func price(
        _ thirtieths: Thirtieths, _ id: TariffRowID, on day: CalendarDate, _ context: RuleContext
    ) -> [Reason] {
        guard let row = context.tariffs.rowInForce(id, on: day) else { return [] }
        let (monthly, each) = row.billed
        var reasons: [Reason] = [.tariff(id, monthly: row.monthly.total)]
        if case .oneToThreeMonths(let coefficient?) = row.stay { reasons.append(.coefficient(coefficient)) }
        if thirtieths == .wholeMonth {
            reasons.append(.wholeMonth(monthly.total))
        } else if context.policies.value(.prorationBasis, on: day) == .code("exact_over_30") {
            reasons.append(.share(thirtieths: thirtieths.count, of: monthly.total))
        } else {
            reasons.append(.thirtieths(thirtieths.count, each: each))
        }
        return reasons
    }

    /// Why the last rent ends when it does.
    private static func end(_ day: CalendarDate, _ tenure: Tenure) -> [Reason] {
        if let repeal = tenure.repeal, repeal.effectiveOn == tenure.rightEnd { return [.toRepeal(day)] }
        if let died = tenure.diedOn, died == tenure.rightEnd { return [.toDeath(day)] }
        if tenure.rightEnd == tenure.termEnd { return [.toTermEnd(day)] }
        if let notice = tenure.notice { return [.toNoticeExpiry(day, given: notice.givenOn)] }
        if let returned = tenure.returned { return [.toDepartureWithoutNotice(day, returned: returned.on)] }
        return [.toTermEnd(day)]
    }

    private static func reasons(_ refund: RefundDue, _ statement: ContractStatement) -> [Reason] {
        let tenure = statement.tenure
        let rule: Reason.RefundRule =
            switch refund.kind {
            case .advance: advanceRule(tenure)
            case .deposit: tenure.keysOn == nil ? .neverStarted : .departure
            case .credit: statement.stayOutcome.map { .stayEnded($0) } ?? .departure
            case .aid: .housingAid
            case .guarantor: .guarantor
            case .receipt: .unallocated
            }
        let owed = Reason.refund(refund.kind, refund.amount, due: refund.dueOn, rule: rule)
        let offset = refund.kind == .deposit ? statement.balances.depositOffset : .zero
        return (offset > .zero ? [.depositSetOff(offset)] : []) + [owed] + (refund.blocked ? [.refundBlocked] : [])
    }

    /// Why an advance goes back before the keys.
    private static func advanceRule(_ tenure: Tenure) -> Reason.RefundRule {
        if tenure.exceptionOn != nil { return .exception }
        if tenure.withdrawnOn != nil { return .beforeEffect }
        if tenure.repeal != nil { return .repeal }
        return tenure.diedOn == nil ? .beforeEffect : .death
    }
}
