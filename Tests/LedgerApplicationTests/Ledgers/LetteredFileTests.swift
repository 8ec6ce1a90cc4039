import EventLog
import Exports
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Letters of files of the accounts.
@Suite struct LetteredFileTests {
    private static func pay(_ books: TestLedger, _ cents: Int64, on text: String) async throws {
        try await books.execute(.record(.paymentReceived(Money(cents: cents))), "c1", on: text)
    }

    private static func close(_ books: TestLedger, _ year: Int, _ month: Int, on text: String) async throws {
        try await books.execute(.closeMonth(Month(year: year, month: month)), on: text)
    }

    /// A student who pays round sums, the last of them in hand for the rent of December.
    private static func payer() async throws -> TestLedger {
        let books = try await TestLedger()
        try await books.houseStudent("c1")
        try await pay(books, 40_000, on: "2026-09-05")
        try await pay(books, 36_000, on: "2026-10-05")
        try await pay(books, 36_000, on: "2026-11-05")
        try await books.bill(through: "2026-12-31")
        return books
    }

    @Test func `an entry that settles several rents has a line for each letter and one for the rest`() async throws {
        let books = try await Self.payer()
        defer { books.ledger.stop() }
        let rows = try await books.journal(BooksRequest(year: 2026, chart: nil)).filter { $0.account == "4111" }
        #expect(
            rows.map { "\($0.bookedOn) \($0.cents) \($0.letter) \($0.letteredOn)" } == [
                "2026-09-05 -28867 A 2026-09-05", "2026-09-05 -11133 B 2026-10-31",
                "2026-10-05 -24734 B 2026-10-31", "2026-10-05 -11266 C 2026-11-30",
                "2026-11-05 -24601 C 2026-11-30", "2026-11-05 -11399  ",
                "2026-09-01 35867 A 2026-09-05", "2026-09-01 -7000 A 2026-09-05",
                "2026-10-31 35867 B 2026-10-31", "2026-11-30 35867 C 2026-11-30", "2026-12-31 35867  ",
            ])
    }

    @Test func `the opening entry holds what a letter of the year has from the years before`() async throws {
        let books = try await Self.payer()
        defer { books.ledger.stop() }
        try await Self.pay(books, 24_468, on: "2027-01-10")
        let rows = try await books.journal(BooksRequest(year: 2027, chart: nil)).filter { $0.account == "4111" }
        #expect(
            rows.map { "\($0.journal) \($0.bookedOn) \($0.cents) \($0.letter) \($0.letteredOn)" } == [
                "AN 2027-01-01 24468 D 2027-01-10", "BQ 2027-01-10 -24468 D 2027-01-10",
            ])
        // What stays open of the year before has no letter.
        try await Self.pay(books, 1_000, on: "2027-01-11")
        try await books.checkLetters(from: "2027-01-01", through: "2027-12-31", "a year with an opening")
        let open = try await Self.payer()
        defer { open.ledger.stop() }
        try await Self.pay(open, 10_000, on: "2027-01-10")
        let bare = try await open.journal(BooksRequest(year: 2027, chart: nil)).filter { $0.account == "4111" }
        #expect(bare.map { "\($0.journal) \($0.cents) \($0.letter)" } == ["AN 24468 ", "BQ -10000 "])
    }

    @Test func `a change of the chart takes the letters of an account over to its new number`() async throws {
        let books = try await Self.payer()
        defer { books.ledger.stop() }
        let chart = try ChartOfAccounts([
            .account(role: "tenants", number: "411200", label: "Étudiants logés", isAuxiliary: true)
        ])
        _ = try await books.ledger.adopt(chart, file: SHA256.hash([1]), from: day("2027-01-01"), by: actor)
        try await Self.pay(books, 24_468, on: "2027-01-10")
        let all = try await books.journal(BooksRequest(from: nil, through: day("2027-12-31"), chart: nil))
        let over = all.filter { $0.journal == "AN" }
        #expect(
            over.map { "\($0.account) \($0.cents) \($0.letter)" } == ["4111 -24468 D", "411200 24468 D"])
        try await books.checkLetters(from: nil, through: "2027-12-31", "a file over the change")
        try await books.checkLetters(from: "2027-01-01", through: "2027-12-31", "the year of the change")
    }

    @Test func `accounts that contracts share have no letters`() async throws {
        let books = try await Self.payer()
        defer { books.ledger.stop() }
        let chart = try ChartOfAccounts([
            .account(role: "tenants", number: "4111", label: "Locataires", isAuxiliary: false)
        ])
        let rows = try await books.journal(BooksRequest(year: 2026, chart: chart))
        let shared = rows.filter { $0.account == "4111" }
        #expect(shared.count > 5 && shared.allSatisfy { $0.letter.isEmpty })
        #expect(rows.filter { $0.account == "4191" }.map(\.letter) == ["A", "A"])
    }

    @Test func `deposits, advances and refunds to wire are lettered too`() async throws {
        let books = try await TestLedger()
        defer { books.ledger.stop() }
        try await books.houseStudent("c1")
        try await books.bill(through: "2026-12-31")
        func rows(_ year: Int) async throws -> [String] {
            try await books.journal(BooksRequest(year: year, chart: nil))
                .filter { ["1651", "4191", "4664"].contains($0.account) }
                .map { "\($0.journal) \($0.account) \($0.cents) \($0.letter) \($0.letteredOn)" }
        }
        #expect(
            try await rows(2026) == [
                "BQ 4191 -7000 A 2026-09-01", "BQ 1651 -35900  ", "OD 4191 7000 A 2026-09-01",
            ])
        try await Self.pay(books, 500_000, on: "2027-01-05")
        try await books.execute(.record(.bankDetailsProvided), "c1", on: "2027-06-20")
        try await books.execute(.record(.keysReturned(.conforming)), "c1", on: "2027-06-30")
        try await books.execute(.record(.contractSettled), "c1", on: "2027-07-15")
        try await books.bill(through: "2027-07-31")
        for cents in [30_000, 5_900] as [Int64] {
            try await books.execute(.record(.refundWired(.deposit, Money(cents: cents))), "c1", on: "2027-07-28")
        }
        let credit = try await books.statement("c1", asOf: "2027-07-31").statement.refunds.first { $0.kind == .credit }
        let owed = try #require(credit?.amount.cents)
        // The credit is still to wire: no letter of it, whatever became of the deposit.
        let expected = [
            "AN 1651 -35900 A 2027-07-15", "OD 1651 35900 A 2027-07-15", "OD 4664 -35900 A 2027-07-28",
            "OD 4664 -\(owed)  ", "BQ 4664 30000 A 2027-07-28", "BQ 4664 5900 A 2027-07-28",
        ]
        #expect(try await rows(2027) == expected)
        try await books.checkLetters(from: "2027-01-01", through: "2027-12-31", "the year of the departure")
        try await books.checkLetters(from: nil, through: "2027-12-31", "both years")
    }

    /// Whatever is learnt of the year that was closed: money, departures, corrections, prices, codes.
    private static func learnLate(_ books: TestLedger) async throws {
        try await pay(books, 24_468, on: "2026-12-20")
        try await pay(books, 100, on: "2026-09-02")
        let paid = try await books.position(of: "payment-received", in: contract("c1"))
        try await books.execute(
            .returnMoney(receipt: paid, amount: Money(cents: 20_000), reason: .returnedDirectDebit), "c1",
            on: "2026-12-21")
        try await books.execute(.record(.noticeGiven(departure: nil)), "c1", on: "2026-11-15")
        try await books.execute(.record(.keysReturned(.nonConforming)), "c1", on: "2026-12-16")
        let charge = SundryCharge(
            kind: .damage, net: Money(cents: 4_000), vat: .zero, dueOn: day("2026-12-16"), item: code("LOCK"))
        try await books.execute(.record(.sundryCharged(charge)), "c1", on: "2026-12-16")
        try await books.execute(.record(.contractSettled), "c1", on: "2026-12-17")
        let row = TariffRow(
            id: TestLedger.row, inForceFrom: day("2026-09-01"), inForceTo: day("2027-08-31"),
            monthly: .decomposed(
                bare: Money(cents: 21_137), charges: Money(cents: 14_180), furniture: Money(cents: 1_550)),
            thirtieth: nil, deposit: Money(cents: 35_900), site: "Athéna", residence: "Pléiade", typology: "T1",
            occupancy: .single)
        try await books.execute(.publishTariff([row], correcting: code("MISPRINT")), on: "2026-10-20")
    }

    @Test func `the file of a closed year is the same bytes whatever is learnt later`() async throws {
        let books = try await Self.payer()
        defer { books.ledger.stop() }
        try await Self.close(books, 2026, 10, on: "2026-11-10")
        try await Self.pay(books, 500, on: "2026-10-20")
        try await books.bill(through: "2026-12-31")
        try await Self.close(books, 2026, 12, on: "2027-01-15")
        let year = BooksRequest(year: 2026, chart: nil)
        let before = try await books.file(year, FECWriter())
        let november = BooksRequest(from: day("2026-11-01"), through: day("2026-11-30"), chart: nil)
        let month = try await books.file(november, FECWriter())
        #expect(try await books.checkLetters(from: "2026-01-01", through: "2026-12-31", "the closed year") == 4)
        try await Self.learnLate(books)
        try await books.bill(through: "2027-03-31")
        #expect(try await books.file(year, FECWriter()) == before)
        #expect(try await books.file(november, FECWriter()) == month)
        #expect(try await books.checkLetters(from: "2027-01-01", through: "2027-12-31", "the year after") > 0)
        #expect(try await books.checkLetters(from: nil, through: "2027-12-31", "both") > 0)
    }
}
