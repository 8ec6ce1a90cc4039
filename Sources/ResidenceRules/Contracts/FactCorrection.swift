public import LedgerValues

/// What is said afterwards of a fact that was accepted; it names the fact by its log position.
///
/// Nothing is edited: the correction is an event of its own, and only who knows it counts the fact otherwise.
public enum FactCorrection: Hashable, Sendable {
    /// The fact is filed at the moment of the correction instead of its own.
    case redated(position: Int64)
    /// The fact counts as never filed: recorded by mistake, or a decision taken back.
    case voided(position: Int64, ground: Code)

    /// The log position of the fact.
    public var position: Int64 {
        switch self {
        case .redated(let position), .voided(let position, _): position
        }
    }
}

extension ContractFact {
    /// Why a correction cannot touch the fact; nil when one can.
    fileprivate var bar: RejectionCode? {
        switch self {
        case .advancePaid, .depositPaid, .depositKept, .paymentReceived, .refundWired, .receiptUnallocated,
            .sundryCharged, .chargeCancelled, .shortStayCancelled, .shortStayMissed,
            .contractTakenOver, .depositTransferred, .housingAidReceived, .housingAidClawedBack, .moneyReturned,
            .refundReturned, .receiptAllocated, .allocationUndone, .receiptHandedOver, .receiptHandedBack,
            .debtRelieved, .creditEnded, .reliefRevoked, .creditEndRevoked:
            .factMovesMoney
        case .tenantCodeIssued, .tenantCodeReplaced: .factNotCorrectable
        // The deposit went over with it.
        case .readmissionGranted(let readmission): readmission.deposit == .transfer ? .factNotCorrectable : nil
        case .contractOpened, .allocationProposed, .admissionDecided, .renewalGranted, .fileCompleted, .depositWaived,
            .effectDeferred, .lateArrivalAuthorised, .keysHandedOver, .noticeGiven, .keysReturned,
            .possessionRecovered, .tenantDied, .recoveryOffered, .fileExtended, .regularisationRequested,
            .insuranceRegistered, .defectDeclared, .formalNoticeServed, .bankDetailsProvided, .withdrawalRequested,
            .exceptionGranted, .forceMajeureAccepted,
            .admissionRepealed, .admissionLapsed, .indemnityBaseSet, .contractSettled,
            .receiptRefundDecided, .creditRefundDecided, .guaranteeRegistered, .mandateRegistered, .unpaidReported,
            .reportLifted, .enforcementTitleIssued,
            .shortStayBooked, .shortStayExtended, .unitChanged, .temporarilyRehoused, .prolongationGranted:
            nil
        }
    }

    /// Whether the fact holds days that were reckoned from its own moment.
    fileprivate var holdsReckonedDays: Bool {
        if case .allocationProposed = self { return true }
        if case .unitChanged = self { return true }
        return false
    }
}

extension ContractDecider {
    /// Accepts a correction, or refuses it: every fact that stays must still be acceptable in its order.
    ///
    /// - Parameter moment: when the fact is to be filed, for a redating.
    /// - Throws: ``Rejection``; `CONTRADICTS_LATER_FACT` names the first fact that could not stay.
    public static func judge(
        _ correction: FactCorrection, at moment: EffectiveMoment, given state: ContractState, in context: RuleContext
    ) throws(Rejection) {
        if state.version == 0 { throw Rejection(.unknownContract) }
        let position = correction.position
        guard let fact = state.facts.first(where: { $0.position == position }) else {
            if state.voided.contains(position) { throw Rejection(.factAlreadyVoided, "position \(position)") }
            throw Rejection(.unknownFact, "position \(position)")
        }
        if let bar = fact.fact.bar { throw Rejection(bar, "position \(position)") }
        var corrected = state.facts.filter { $0.position != position }
        switch correction {
        case .voided: break
        case .redated:
            if fact.fact.holdsReckonedDays { throw Rejection(.factNotRedatable, "position \(position)") }
            if fact.moment == moment { throw Rejection(.nothingToCorrect, "position \(position) is of \(moment.day)") }
            corrected.file(FiledFact(moment: moment, position: position, fact: fact.fact))
        }
        try checkAcceptable(corrected, insteadOf: state.facts, changing: position, context)
    }

    /// Refuses a change of the filed facts that makes one unacceptable which was acceptable before.
    ///
    /// - Parameters:
    ///   - facts: the facts as they would be filed.
    ///   - known: the facts as they are filed.
    ///   - position: the fact that the change is about; its own refusal is thrown as it is.
    static func checkAcceptable(
        _ facts: [FiledFact], insteadOf known: [FiledFact], changing position: Int64, _ context: RuleContext
    ) throws(Rejection) {
        var tenure = Tenure()
        let same = zip(facts, known).prefix { $0 == $1 }.count
        for (index, next) in facts.enumerated() {
            defer { tenure.apply(next) }
            if index < same || next.fact.judgement == .none { continue }
            let given = GivenFacts(tenure: tenure, facts: facts[..<index], context: context)
            do { try given.judge(next.fact, at: next.moment) } catch {
                if next.position == position { throw error }
                if isRefused(next, among: known, context) { continue }
                throw Rejection(
                    .contradictsLaterFact,
                    "position \(next.position) of \(next.moment.day) would be refused: \(error.code.rawValue)")
            }
        }
    }

    /// Whether an accepted fact would be refused today: money that came in since may have undone its ground.
    private static func isRefused(_ fact: FiledFact, among known: [FiledFact], _ context: RuleContext) -> Bool {
        guard let index = known.firstIndex(of: fact) else { return false }
        var tenure = Tenure()
        for earlier in known[..<index] { tenure.apply(earlier) }
        let given = GivenFacts(tenure: tenure, facts: known[..<index], context: context)
        do { try given.judge(fact.fact, at: fact.moment) } catch { return true }
        return false
    }
}
