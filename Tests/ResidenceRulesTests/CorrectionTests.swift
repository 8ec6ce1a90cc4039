import LedgerValues
import ResidenceRules
import Testing

@Suite struct `Corrections of facts` {
    @Test func `a key date is corrected unless a rule or a later fact forbids the new one`() throws {
        let state = Self.housed()
        #expect(Self.refusal(.redated(position: 6), on: "2026-09-03", state) == nil)
        #expect(Self.refusal(.redated(position: 6), on: "2026-08-23", state)?.code == .keysBeforeDeposit)
        let late = Self.refusal(.redated(position: 6), on: "2026-10-11", state)
        #expect(late?.code == .contradictsLaterFact)
        #expect(late?.detail == "position 7 of 2026-10-10 would be refused: KEYS_NOT_HANDED_OVER")
        #expect(Self.refusal(.redated(position: 6), on: "2026-09-05", state)?.code == .nothingToCorrect)
    }

    @Test func `a correction names a fact of its contract that stands and moves no money`() throws {
        var state = Self.housed()
        #expect(
            Self.refusal(.voided(position: 99, ground: Fixtures.code), on: "2026-10-12", state)?.code == .unknownFact)
        #expect(
            Self.refusal(.voided(position: 5, ground: Fixtures.code), on: "2026-10-12", state)?.code == .factMovesMoney)
        #expect(Self.refusal(.redated(position: 2), on: "2026-07-02", state)?.code == .factMovesMoney)
        #expect(Self.refusal(.redated(position: 1), on: "2026-06-30", state)?.code == .factNotRedatable)
        #expect(
            Self.refusal(.voided(position: 6, ground: Fixtures.code), on: "2026-10-12", state)?.code
                == .contradictsLaterFact)
        let notice = FactCorrection.voided(position: 7, ground: Fixtures.code)
        #expect(Self.refusal(notice, on: "2026-10-12", state) == nil)
        state.correct(notice, at: EffectiveMoment(day: Fixtures.day("2026-10-12")), position: 8)
        #expect(Self.refusal(notice, on: "2026-10-12", state)?.code == .factAlreadyVoided)
        #expect(
            Self.refusal(.voided(position: 8, ground: Fixtures.code), on: "2026-10-12", state)?.code == .unknownFact)
        #expect(Self.refusal(.voided(position: 6, ground: Fixtures.code), on: "2026-10-12", state) == nil)
    }

    @Test(arguments: [
        ContractFact.admissionRepealed(effectiveOn: Fixtures.day("2026-11-30")), .noticeGiven(departure: nil),
        .keysReturned(.conforming), .exceptionGranted(ground: Fixtures.code), .forceMajeureAccepted,
        .depositWaived(ground: Fixtures.code), .lateArrivalAuthorised(until: Fixtures.day("2026-11-30")),
        .renewalGranted(
            Term(effectiveOn: Fixtures.day("2027-09-01"), endsOn: Fixtures.day("2028-08-31"), row: Fixtures.row)),
    ])
    func `a decision that is voided leaves no trace in the schedule`(_ fact: ContractFact) throws {
        var state = Self.housed()
        let day = Fixtures.day("2026-10-20")
        let before = try Self.schedule(state)
        state.file(fact, at: EffectiveMoment(day: day), position: 8)
        let correction = FactCorrection.voided(position: 8, ground: Fixtures.code)
        #expect(Self.refusal(correction, on: "2026-10-25", state) == nil)
        state.correct(correction, at: EffectiveMoment(day: Fixtures.day("2026-10-25")), position: 9)
        #expect(try Self.schedule(state) == before)
        #expect(state.version == 9 && state.lastFactPosition == 9)
    }

    @Test func `an unrelated correction is not barred by a fact whose ground later money undid`() throws {
        var state = Self.housed(notice: false)
        let renewal = Term(
            effectiveOn: Fixtures.day("2027-09-01"), endsOn: Fixtures.day("2028-08-31"), row: Fixtures.row)
        state.file(.renewalGranted(renewal), at: Self.moment("2027-05-20"), position: 8)
        let lapse = try ContractDecider.decide(
            .record(.admissionLapsed(.renewalUnpaid)), at: Self.moment("2027-09-01"), given: state.facts,
            in: Fixtures.context)
        for fact in lapse.facts { state.file(fact, at: Self.moment("2027-09-01"), position: 9) }
        // The whole debt was paid in time after all: the lapse has no ground any more, and stands until it is voided.
        state.file(.paymentReceived(Money(cents: 400_000)), at: Self.moment("2027-06-01"), position: 10)
        #expect(Self.refusal(.redated(position: 4), on: "2026-08-21", state) == nil)
        #expect(Self.refusal(.voided(position: 9, ground: Fixtures.code), on: "2027-09-02", state) == nil)
        let notice = try ContractDecider.decide(
            .record(.noticeGiven(departure: nil)), at: Self.moment("2027-03-01"), given: state.facts,
            in: Fixtures.context)
        #expect(notice.refusal == nil)
    }

    @Test func `a charge is cancelled once, and only a service, a damage or a cost`() throws {
        var state = Self.housed()
        let charge = SundryCharge(
            kind: .cost, net: Money(cents: 4_817), vat: .zero, dueOn: Fixtures.day("2026-10-15"), item: Fixtures.code)
        state.file(.sundryCharged(charge), at: Self.moment("2026-10-15"), position: 8)
        func cancel(_ position: Int64, on text: String) -> RejectionCode? {
            do {
                let decision = try ContractDecider.decide(
                    .cancelCharge(position: position), at: Self.moment(text), given: state.facts, in: Fixtures.context)
                #expect(decision.facts == [.chargeCancelled(charge: 8, charge)])
                return nil
            } catch { return error.code }
        }
        #expect(cancel(7, on: "2026-10-20") == .unknownCharge)
        #expect(cancel(8, on: "2026-10-14") == .unknownCharge)
        #expect(cancel(8, on: "2026-10-20") == nil)
        state.file(.chargeCancelled(charge: 8, charge), at: Self.moment("2026-10-20"), position: 9)
        #expect(cancel(8, on: "2026-10-21") == .unknownCharge)
        func sundries(_ text: String) throws -> Int {
            let day = Fixtures.day(text)
            return try Schedule(Tenure(state.facts, asOf: day), state.facts, asOf: day, Fixtures.context).lines
                .filter { $0.amount == Money(cents: 4_817) }.count
        }
        #expect(try sundries("2026-10-19") == 1)
        #expect(try sundries("2026-10-20") == 0)
    }

    /// Proposed, paid, admitted, file complete, deposit, keys on 5 September and a notice of 10 October 2026.
    private static func housed(notice: Bool = true) -> ContractState {
        var state = ContractState()
        let sent = ParisTime.instant(day: Fixtures.day("2026-06-29"), secondOfDay: 36_000, repeated: .later)
        let proposal = AllocationProposal(
            effectiveOn: Fixtures.day("2026-09-01"), programme: .standard, notifiedAt: sent,
            expiresAt: sent.adding(hours: 48), advance: Money(cents: 7_000))
        let term = Term(effectiveOn: Fixtures.day("2026-09-01"), endsOn: Fixtures.day("2027-08-31"), row: Fixtures.row)
        let decision = AdmissionDecision(
            term: term, programme: .standard, assignedOn: Fixtures.day("2026-07-01"), deposit: Money(cents: 35_900))
        let facts: [(EffectiveMoment, ContractFact)] = [
            (EffectiveMoment(sent), .allocationProposed(proposal)),
            (EffectiveMoment(sent.adding(hours: 2)), .advancePaid(Money(cents: 7_000))),
            (moment("2026-07-01"), .admissionDecided(decision)), (moment("2026-08-20"), .fileCompleted),
            (moment("2026-08-24"), .depositPaid(Money(cents: 35_900))), (moment("2026-09-05"), .keysHandedOver),
            (moment("2026-10-10"), .noticeGiven(departure: nil)),
        ]
        for (index, (moment, fact)) in facts.enumerated() where notice || index < 6 {
            state.file(fact, at: moment, position: Int64(index + 1))
        }
        return state
    }

    private static func moment(_ text: String) -> EffectiveMoment { EffectiveMoment(day: Fixtures.day(text)) }

    private static func refusal(_ correction: FactCorrection, on text: String, _ state: ContractState) -> Rejection? {
        do {
            try ContractDecider.judge(correction, at: moment(text), given: state, in: Fixtures.context)
            return nil
        } catch { return error }
    }

    private static func schedule(_ state: ContractState) throws -> [ChargeLine] {
        let end = Fixtures.day("2027-12-31")
        return try Schedule(Tenure(state.facts, asOf: end), state.facts, asOf: end, Fixtures.context).lines
    }
}
