public import LedgerValues

/// What somebody asks to record about a contract, before any rule has looked at it.
public enum ContractCommand: Hashable, Sendable {
    /// Without an effect date the rule gives one; without a limit, the policy's hours.
    case proposeAllocation(effectiveOn: CalendarDate?, programme: Programme, notifiedAt: Instant, expiresAt: Instant?)
    case payAdvance(Money, at: Instant)
    case decideAdmission(
        effectiveOn: CalendarDate, endsOn: CalendarDate, row: TariffRowID, assignedOn: CalendarDate?,
        programme: Programme?)
    case grantRenewal(Term)
    case completeFile
    case waiveDeposit(ground: Code)
    case payDeposit(Money)
    case keepDeposit(Money)
    case deferEffect
    case authoriseLateArrival(until: CalendarDate)
    case handOverKeys
    case giveNotice(departure: CalendarDate?)
    case returnKeys(ConditionReport)
    case receivePayment(Money)
    case provideBankDetails
    case requestWithdrawal
    case grantException(ground: Code)
    case acceptForceMajeure
    case repealAdmission(effectiveOn: CalendarDate)
    case lapseAdmission(LapseGround)
    case charge(SundryCharge)
    case setIndemnityBase(total: Money, thirtieth: Money)
    /// Always refused: only the Crous's settlement sets a deposit off.
    case useDepositForRent
    case settleContract
    case wireRefund(RefundKind, Money)
    case issueTenantCode(TenantCode)

    /// The money that came in with the command, which is recorded whatever a rule says of its use.
    public var receipt: (purpose: UnallocatedReceipt.Purpose, amount: Money)? {
        switch self {
        case .payAdvance(let amount, _): (.advance, amount)
        case .payDeposit(let amount): (.deposit, amount)
        case .receivePayment(let amount): (.payment, amount)
        case .proposeAllocation, .decideAdmission, .grantRenewal, .completeFile, .waiveDeposit, .keepDeposit,
            .deferEffect, .authoriseLateArrival, .handOverKeys, .giveNotice, .returnKeys, .provideBankDetails,
            .requestWithdrawal, .grantException, .acceptForceMajeure, .repealAdmission, .lapseAdmission, .charge,
            .setIndemnityBase, .useDepositForRent, .settleContract, .wireRefund, .issueTenantCode:
            nil
        }
    }

    /// Whether a contract's stream may open with this command.
    public var opensContract: Bool {
        switch self {
        case .proposeAllocation, .decideAdmission: true
        case .payAdvance, .grantRenewal, .completeFile, .waiveDeposit, .payDeposit, .keepDeposit, .deferEffect,
            .authoriseLateArrival, .handOverKeys, .giveNotice, .returnKeys, .receivePayment, .provideBankDetails,
            .requestWithdrawal, .grantException, .acceptForceMajeure, .repealAdmission, .lapseAdmission, .charge,
            .setIndemnityBase, .useDepositForRent, .settleContract, .wireRefund, .issueTenantCode:
            false
        }
    }
}
