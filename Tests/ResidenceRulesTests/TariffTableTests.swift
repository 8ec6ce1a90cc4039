import LedgerValues
import ResidenceRules
import Testing

/// Which row prices a day, whatever was published when.
@Suite struct TariffTableTests {
    private static let id = Fixtures.flatRow

    private static func row(
        _ cents: Int64, from: String, to: String, thirtieth: Int64? = nil, stay: TariffRow.Stay = .universityYear
    ) -> TariffRow {
        TariffRow(
            id: id, inForceFrom: Fixtures.day(from), inForceTo: Fixtures.day(to), monthly: .flat(Money(cents: cents)),
            thirtieth: thirtieth.map(Money.init(cents:)), deposit: .zero, site: "", residence: "", typology: "",
            occupancy: .single, stay: stay)
    }

    private static func year(_ cents: Int64, _ year: Int = 2026) -> TariffRow {
        row(cents, from: "\(year)-09-01", to: "\(year + 1)-08-31")
    }

    private func totals(_ table: TariffTable, _ days: String...) -> [Int64?] {
        days.map { table.rowInForce(Self.id, on: Fixtures.day($0))?.monthly.total.cents }
    }

    private func rent(_ table: TariffTable, from: String, to: String) throws -> Int64? {
        let context = RuleContext(tariffs: table, policies: .initial(from: Fixtures.day("2000-01-01")))
        return try Schedule(stayOn: Self.id, from: Fixtures.day(from), to: Fixtures.day(to), context)
            .rent?.breakdown.total.cents
    }

    @Test func `each day has the row of its own year, and a day without one is an error`() throws {
        var table = TariffTable()
        table.publish(Self.year(30_000, 2025), on: Fixtures.day("2025-06-01"), position: 1)
        table.publish(Self.year(33_000, 2026), on: Fixtures.day("2026-06-01"), position: 2)
        #expect(totals(table, "2026-08-31", "2026-09-01", "2027-09-01", "2025-08-31") == [30_000, 33_000, nil, nil])
        // 31 August at the ending year's thirtieth, September whole.
        #expect(try rent(table, from: "2026-08-31", to: "2026-09-30") == 1_000 + 33_000)
        #expect(throws: ScheduleError.noTariff(Self.id, on: Fixtures.day("2027-09-01"))) {
            try rent(table, from: "2027-08-31", to: "2027-09-01")
        }
    }

    @Test func `a newly voted row counts from its publication on, and never on days elapsed by then`() throws {
        var table = TariffTable()
        table.publish(Self.year(30_000), on: Fixtures.day("2026-06-01"), position: 1)
        table.publish(Self.year(33_000), on: Fixtures.day("2026-11-16"), position: 2)
        #expect(totals(table, "2026-09-01", "2026-11-15", "2026-11-16") == [30_000, 30_000, 33_000])
        // Fifteen thirtieths of each, the parts of a whole month summing to thirty.
        #expect(try rent(table, from: "2026-11-01", to: "2026-11-30") == 15 * 1_000 + 15 * 1_100)
    }

    @Test func `the first row for a day counts even when it is published late`() {
        var table = TariffTable()
        table.publish(
            Self.row(30_000, from: "2026-09-01", to: "2026-10-31"), on: Fixtures.day("2026-06-01"), position: 1)
        table.publish(Self.year(33_000), on: Fixtures.day("2027-01-10"), position: 2)
        #expect(
            totals(table, "2026-10-31", "2026-11-01", "2027-01-09", "2027-01-10") == [30_000, 33_000, 33_000, 33_000])
    }

    @Test func `a correction stands in the place of what it corrects`() {
        var table = TariffTable()
        table.publish(Self.year(30_000), on: Fixtures.day("2026-06-01"), position: 1)
        table.publish(Self.year(33_000), on: Fixtures.day("2027-01-01"), position: 2)
        table.correct(Self.year(30_100), corrects: 1, on: Fixtures.day("2027-02-01"), position: 3)
        #expect(totals(table, "2026-09-01", "2026-12-31", "2027-01-01") == [30_100, 30_100, 33_000])
        table.correct(Self.year(30_200), corrects: 3, on: Fixtures.day("2027-03-01"), position: 4)
        #expect(totals(table, "2026-09-01", "2027-01-01") == [30_200, 33_000])
    }

    @Test func `a row without a printed thirtieth is billed at half-up of a thirtieth of the total`() throws {
        var table = TariffTable()
        // 240.45 / 30 = 8.015, which is 8.02 half-up, where the board printed 8.01.
        table.publish(Self.year(24_045), on: Fixtures.day("2026-06-01"), position: 1)
        #expect(try rent(table, from: "2026-09-24", to: "2026-09-30") == 7 * 802)
        table = TariffTable()
        table.publish(
            Self.row(24_045, from: "2026-09-01", to: "2027-08-31", thirtieth: 801), on: Fixtures.day("2026-06-01"),
            position: 1)
        #expect(try rent(table, from: "2026-09-24", to: "2026-09-30") == 7 * 801)
    }

    @Test func `a coefficient counts only where the row says one`() throws {
        var table = TariffTable()
        table.publish(
            Self.row(
                30_000, from: "2026-09-01", to: "2027-08-31", stay: .oneToThreeMonths(coefficient: 11_550)),
            on: Fixtures.day("2026-06-01"), position: 1)
        #expect(try rent(table, from: "2026-09-24", to: "2026-10-31") == 7 * 1_155 + 34_650)
    }

    @Test func `publishing says what is new, changed, unchanged and refused`() throws {
        var table = TariffTable()
        let first = table.publish(
            [Self.year(30_000)], on: Fixtures.day("2026-06-01"), correcting: nil, billed: nil, position: 1)
        #expect(first.map(\.outcome) == [.new])
        let again = table.publish(
            [Self.year(30_000)], on: Fixtures.day("2026-07-01"), correcting: nil, billed: nil, position: 2)
        #expect(again.map(\.outcome) == [.unchanged])
        let billed = Fixtures.day("2026-10-31")
        var copy = table
        let backdated = copy.publish(
            [Self.year(33_000)], on: Fixtures.day("2026-10-01"), correcting: nil, billed: billed, position: 2)
        guard case .refused(let rejection)? = backdated.first?.outcome else {
            Issue.record("\(backdated)")
            return
        }
        #expect(rejection.code == .tariffRetroactive)
        let voted = copy.publish(
            [Self.year(33_000)], on: Fixtures.day("2026-11-01"), correcting: nil, billed: billed, position: 2)
        #expect(voted.map(\.outcome) == [.changed(from: Fixtures.day("2026-11-01"), previous: Self.year(30_000))])
        let reason = Fixtures.code
        let corrected = table.publish(
            [Self.year(33_000)], on: Fixtures.day("2026-11-01"), correcting: reason, billed: billed, position: 2)
        #expect(corrected.map(\.outcome) == [.changed(from: Fixtures.day("2026-09-01"), previous: Self.year(30_000))])
        #expect(corrected.first?.correction == TariffCorrection(reason: reason, corrects: 1))
        let nothing = table.publish(
            [Self.year(33_000, 2030)], on: Fixtures.day("2026-11-01"), correcting: reason, billed: billed, position: 3)
        guard case .refused(let none)? = nothing.first?.outcome else {
            Issue.record("\(nothing)")
            return
        }
        #expect(none.code == .noTariffToCorrect)
    }
}

/// Stays of one to three months.
@Suite struct OneToThreeMonthsTests {
    @Test func `a stay of one to three months needs a row voted for it, and such a row prices nothing else`() throws {
        #expect(try refusal(.universityYear, .otherPublic, to: "2026-11-30") == .stayWithoutTariff)
        #expect(try refusal(.universityYear, .standard, to: "2026-11-30") == nil)
        let stay = TariffRow.Stay.oneToThreeMonths(coefficient: nil)
        #expect(try refusal(stay, .otherPublic, to: "2026-09-29") == .stayLength)
        #expect(try refusal(stay, .otherPublic, to: "2026-09-30") == nil)
        #expect(try refusal(stay, .otherPublic, to: "2026-11-30") == nil)
        #expect(try refusal(stay, .standard, to: "2026-12-01") == .stayLength)
    }

    @Test func `nothing makes a stay longer than three months, nor moves it to a row of the university year`() throws {
        let context = Self.context([
            (Fixtures.flatRow, .oneToThreeMonths(coefficient: nil)), (Fixtures.row, .universityYear),
        ])
        let decided = try ContractDecider.decide(
            Self.admission(.otherPublic, to: "2026-10-31"), at: Self.july, given: [], in: context)
        let facts = decided.facts.enumerated().map {
            FiledFact(moment: Self.july, position: Int64($0 + 1), fact: $1)
        }
        func refusal(_ command: ContractCommand) -> RejectionCode? {
            let moment = EffectiveMoment(day: Fixtures.day("2026-09-10"))
            do { _ = try ContractDecider.decide(command, at: moment, given: facts, in: context) } catch {
                return error.code
            }
            return nil
        }
        let asked = Fixtures.day("2026-09-10")
        #expect(
            refusal(.record(.prolongationGranted(Prolongation(endsOn: Fixtures.day("2026-12-01"), askedOn: asked))))
                == .stayLength)
        #expect(
            refusal(.record(.prolongationGranted(Prolongation(endsOn: Fixtures.day("2026-11-30"), askedOn: asked))))
                == nil)
        #expect(refusal(.changeUnit(row: Fixtures.row)) == .stayWithoutTariff)
        let next = Term(
            effectiveOn: Fixtures.day("2026-11-01"), endsOn: Fixtures.day("2026-12-31"), row: Fixtures.flatRow)
        #expect(refusal(.record(.renewalGranted(next))) == .stayLength)
    }

    private static let july = EffectiveMoment(day: Fixtures.day("2026-07-01"))

    private static func admission(_ programme: Programme, to: String) -> ContractCommand {
        .decideAdmission(
            effectiveOn: Fixtures.day("2026-09-01"), endsOn: Fixtures.day(to), row: Fixtures.flatRow, assignedOn: nil,
            programme: programme)
    }

    private static func context(_ rows: [(TariffRowID, TariffRow.Stay)]) -> RuleContext {
        var tariffs = TariffTable()
        for (id, stay) in rows {
            tariffs.publish(
                TariffRow(
                    id: id, inForceFrom: Fixtures.day("2026-09-01"), inForceTo: Fixtures.day("2027-08-31"),
                    monthly: .flat(Money(cents: 30_000)), thirtieth: nil, deposit: .zero, site: "", residence: "",
                    typology: "", occupancy: .single, stay: stay), on: Fixtures.day("2026-06-01"), position: 1)
        }
        return RuleContext(tariffs: tariffs, policies: Fixtures.context.policies)
    }

    private func refusal(_ stay: TariffRow.Stay, _ programme: Programme, to: String) throws -> RejectionCode? {
        do {
            _ = try ContractDecider.decide(
                Self.admission(programme, to: to), at: Self.july, given: [],
                in: Self.context([(Fixtures.flatRow, stay)]))
            return nil
        } catch {
            return error.code
        }
    }
}
