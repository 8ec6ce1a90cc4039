import EventLog
import Exports
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Synchronization
import Testing

@Suite struct TableExportTests {
    private static func books() async throws -> TestLedger {
        let books = try await TestLedger()
        try await books.houseStudent("c1")
        try await books.houseStudent("c2")
        try await books.execute(.record(.paymentReceived(Money(cents: 28_867))), "c1", on: "2026-09-20")
        try await books.execute(.record(.paymentReceived(Money(cents: 40_000))), "c2", on: "2027-01-10")
        try await books.bill(through: "2027-02-28")
        return books
    }

    /// The rows of a table by the names of their cells.
    private static func table(
        _ books: TestLedger, _ name: TableName, from: String? = nil, asOf: String, month: String? = nil
    ) async throws -> [[String: String]] {
        let bytes = Mutex<[UInt8]>([])
        let request = TableRequest(
            name, from: from.map { day($0) }, asOf: day(asOf), month: month.flatMap { Month($0) },
            form: .delimited(.french))
        let known = try await books.ledger.exportMoment(.head).position
        let failures = try await books.ledger.write(request, knownAt: known) { piece in bytes.withLock { $0 += piece } }
        #expect(failures.isEmpty)
        let lines = bytes.withLock { String(decoding: $0, as: UTF8.self) }.split(separator: "\r\n").map {
            $0.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    private static func cents(_ text: String?) -> Int { Int((text ?? "").replacing(",", with: "")) ?? 0 }

    @Test(arguments: TableName.allCases) func `every table has a row for each line it was given names for`(
        name: TableName
    ) async throws {
        let rows = try await Self.table(
            Self.books(), name, asOf: "2026-12-31", month: name.isOfMonth ? "2026-12" : nil)
        let empty: Set<TableName> = [.refunds, .unallocated, .parkedReceipts]
        #expect(rows.isEmpty == empty.contains(name))
    }

    @Test func `the rent of December is earned and not due when the year ends`() async throws {
        let books = try await Self.books()
        let rows = try await Self.table(books, .accruals, asOf: "2026-12-31")
        #expect(rows.map { $0["contract"] } == ["c1", "c2"])
        for row in rows {
            #expect(row["from_on"] == "2026-12-01" && row["due_on"] == "2027-01-01" && row["kind"] == "rent")
            #expect(row["earned_not_due"] == "358,67" && row["charged"] == "358,67" && row["deferred"] == "0,00")
            #expect(row["residence"] == "PLEIADE")
        }
        // In the middle of a month it is the part of the month, and not charged yet.
        let part = try await Self.table(books, .accruals, asOf: "2026-12-10")
        #expect(part.map { $0["earned_not_charged"] } == ["115,70", "115,70"])
        // A first rent is due at the keys, and the books charge it then.
        let first = try await Self.table(books, .accruals, asOf: "2026-09-15")
        #expect(first.map { $0["deferred"] } == ["179,33", "179,33"])
    }

    @Test func `a deposit says by when it goes back, and what has to be done next`() async throws {
        let books = try await TestLedger()
        try await books.houseStudent("c1")
        try await books.execute(.record(.paymentReceived(Money(cents: 200_000))), "c1", on: "2026-09-20")
        try await books.execute(
            .decideAdmission(
                effectiveOn: day("2026-12-01"), endsOn: day("2027-08-31"), row: TestLedger.row, assignedOn: nil,
                programme: nil), "c2", on: "2026-09-20")
        try await books.execute(.record(.depositPaid(Money(cents: 35_900))), "c2", on: "2026-09-21")
        func register(_ text: String) async throws -> [String] {
            try await Self.table(books, .deposits, asOf: text).map {
                "\($0["contract"] ?? "") \($0["refund_due_on"] ?? "") \($0["blocked_by"] ?? "")"
            }
        }
        #expect(try await register("2026-10-31") == ["c1  keys_not_returned", "c2  not_begun"])
        try await books.execute(.record(.keysReturned(.nonConforming)), "c1", on: "2026-11-10")
        #expect(try await register("2026-11-10").first == "c1 2027-01-10 not_settled")
        try await books.execute(.record(.contractSettled), "c1", on: "2026-12-12")
        #expect(try await register("2026-12-12").first == "c1 2027-01-10 not_billed")
        try await books.bill(through: "2026-12-31")
        #expect(try await register("2026-12-31").first == "c1 2027-01-10 no_bank_details")
        try await books.execute(.record(.bankDetailsProvided), "c1", on: "2027-01-20")
        #expect(try await register("2027-01-20").first == "c1 2027-01-20 not_wired")
        try await books.execute(.record(.refundWired(.deposit, Money(cents: 10_000))), "c1", on: "2027-01-21")
        #expect(try await register("2027-01-21").first == "c1 2027-01-20 not_wired")
        try await books.execute(.record(.refundWired(.deposit, Money(cents: 25_900))), "c1", on: "2027-01-22")
        #expect(try await register("2027-01-22") == ["c2  not_begun"])
    }

    @Test func `what is expected is what is open, by the month in which it falls due`() async throws {
        let books = try await Self.books()
        let rows = try await Self.table(books, .expectedCash, asOf: "2026-12-31")
        let sums = Dictionary(uniqueKeysWithValues: rows.map { ($0["month"] ?? "", $0) })
        // October and November of c1, and what c2 owes with September.
        #expect(Self.cents(sums["overdue"]?["receipts"]) == 2 * 35_867 + 28_867 + 2 * 35_867)
        #expect(sums["2027-01"]?["lines"] == "2" && sums["2027-01"]?["receipts"] == "717,34")
        #expect(rows.last?["month"] == "2027-09" && rows.count == 10)
    }

    @Test func `the general ledger and the subsidiary ledger end in the balances of the books`() async throws {
        let books = try await Self.books()
        let trial = try await Self.table(books, .trialBalance, asOf: "2026-12-31")
        let ledger = try await Self.table(books, .generalLedger, asOf: "2026-12-31")
        var last: [String: String] = [:]
        var days: [String: String] = [:]
        for row in ledger {
            let account = row["account"] ?? ""
            #expect(days[account, default: ""] <= row["accounting_on"] ?? "")
            days[account] = row["accounting_on"]
            #expect(
                Self.cents(row["balance"]) == Self.cents(last[account]) + Self.cents(row["debit"])
                    - Self.cents(row["credit"]))
            last[account] = row["balance"]
        }
        #expect(last == Dictionary(uniqueKeysWithValues: trial.map { ($0["number"] ?? "", $0["balance"] ?? "") }))
        let subsidiary = try await Self.table(books, .subsidiaryLedger, asOf: "2026-12-31")
        let tenants = subsidiary.filter { $0["account"] == "4111" }
        let balances = Dictionary(tenants.map { ($0["contract"] ?? "", Self.cents($0["balance"])) }) { $1 }
        #expect(balances.values.reduce(0, +) == Self.cents(last["4111"]) && balances.count == 2)
        #expect(!subsidiary.contains { $0["auxiliary"] == "" })
        // A later year begins with what is carried forward; its own income begins at nothing.
        let next = try await Self.table(books, .generalLedger, from: "2027-01-01", asOf: "2027-01-31")
        #expect(next.first { $0["account"] == "4111" }?["journal"] == "AN")
        #expect(Self.cents(next.first { $0["account"] == "7061" }?["balance"]) == -20_137)
        #expect(next.contains { $0["account"] == "120" && $0["journal"] == "AN" })
        // Within a year income is carried forward where it is.
        let november = try await Self.table(books, .generalLedger, from: "2026-11-01", asOf: "2026-11-30")
        #expect(november.first { $0["account"] == "7061" }?["credit"] == "805,48")
        #expect(!november.contains { ["110", "119", "120", "129"].contains($0["account"]) })
    }

    @Test func `revenue by residence is that of the books`() async throws {
        let books = try await Self.books()
        try await books.execute(charge(.cost, "BADGE", price: 1_500, vat: .exempt), "c1", on: "2026-11-05")
        let rows = try await Self.table(books, .revenue, asOf: "2026-12-31")
        let trial = try await Self.table(books, .trialBalance, asOf: "2026-12-31")
        for row in trial where row["number"]?.hasPrefix("7") == true {
            let sum = rows.filter { $0["account"] == row["number"] }.map { Self.cents($0["amount"]) }.reduce(0, +)
            #expect(sum == -Self.cents(row["balance"]), "\(row["number"] ?? "")")
        }
        #expect(Set(rows.map { $0["residence"] }) == ["PLEIADE"])
        #expect(Set(rows.map { $0["month"] }).count == 4)
    }
}
