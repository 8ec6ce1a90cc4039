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

    private static func bytes(_ books: TestLedger, _ request: TableRequest) async throws -> String {
        let bytes = Mutex<[UInt8]>([])
        let known = try await books.ledger.exportMoment(.head).position
        _ = try await books.ledger.write(request, knownAt: known) { piece in bytes.withLock { $0 += piece } }
        return bytes.withLock { String(decoding: $0, as: UTF8.self) }
    }

    private static func cents(_ text: String?) -> Int { Int((text ?? "").replacing(",", with: "")) ?? 0 }

    @Test(arguments: TableName.allCases) func `every table has a row for each line it was given names for`(
        name: TableName
    ) async throws {
        let rows = try await Self.table(
            Self.books(), name, asOf: "2026-12-31", month: name.isOfMonth ? "2026-12" : nil)
        let empty: Set<TableName> = [.refunds, .unallocated, .parkedReceipts, .guarantees, .doubtful]
        #expect(rows.isEmpty == empty.contains(name))
    }

    @Test func `whoever waits for a table is told how far it is`() async throws {
        let books = try await Self.books()
        let known = try await books.ledger.exportMoment(.head).position
        for name in [TableName.aged, .generalLedger] {
            let told = Mutex<[(done: Int64, total: Int64?)]>([])
            let request = TableRequest(name, from: nil, asOf: day("2026-12-31"), month: nil, form: .ndjson)
            _ = try await books.ledger.write(
                request, knownAt: known, progress: { done, total in told.withLock { $0.append((done, total)) } },
                { _ in })
            let steps = told.withLock { $0 }
            #expect(steps.contains { $0.done > 0 }, "\(name.rawValue)")
            // A file of the accounts knows how far it will go, and goes there.
            if name == .generalLedger { #expect(steps.last.map { $0.done == $0.total } == true) }
        }
    }

    @Test func `a JSON array has the lines of NDJSON as its elements, cut wherever they are`() async throws {
        let books = try await Self.books()
        func text(_ name: TableName, isArray: Bool) async throws -> String {
            try await Self.bytes(
                books,
                TableRequest(
                    name, from: nil, asOf: day("2026-12-31"), month: nil, form: .ndjson, isArray: isArray))
        }
        let lines = try await text(.aged, isArray: false).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(try await text(.aged, isArray: true) == "[\n" + lines.joined(separator: ",\n") + "\n]\n")
        #expect(try await text(.refunds, isArray: true) == "[]\n")
        let settings = TableRequest(
            .aged, from: nil, asOf: day("2026-12-31"), month: nil, form: .ndjson, isArray: true
        ).settings
        #expect(settings.text.contains("json=true\n") && !settings.text.contains("ndjson"))
    }

    @Test func `a trial balance begins its year with what is carried forward, and income with nothing`() async throws {
        let books = try await Self.books()
        let tenants = ChartOfAccounts.Line.account(
            role: "tenants", number: "411200", label: "Étudiants", isAuxiliary: true)
        _ = try await books.ledger.adopt(
            try ChartOfAccounts([tenants]), file: SHA256.hash([]), from: day("2027-01-01"), by: actor)
        let opened = try await Self.table(books, .trialBalance, asOf: "2027-01-01")
        #expect(opened.allSatisfy { $0["number"]?.first != "7" && $0["number"] != "4111" })
        let rows = Dictionary(uniqueKeysWithValues: opened.map { ($0["number"] ?? "", $0) })
        #expect(rows["411200"]?["opening"] == rows["411200"]?["balance"] && rows["411200"]?["account"] == "tenants")
        #expect(Self.cents(rows["120"]?["opening"]) == -2 * 4 * 35_867 && rows["120"]?["account"] == "profit")
        // Without a first day it is of the accounting year of the last one.
        let year = try await books.ledger.trialBalance(from: nil, through: day("2027-02-28"), knownAt: .head).value
        #expect(year.from == day("2027-01-01") && year.isBalanced)
        #expect(try await books.ledger.chart(on: day("2027-06-01"), knownAt: .head)[.tenants].number == "411200")
        #expect(try await books.ledger.chart(on: day("2026-06-01"), knownAt: .head) == .standard)
    }

    @Test(arguments: [
        ("2026-01-01", "2026-12-31"), ("2027-01-01", "2027-02-28"), ("2026-11-01", "2026-12-31"),
        ("2026-10-01", "2027-02-28"),
    ])
    func `a trial balance has the balances of the general ledger and of the FEC of its days`(
        from: String, through: String
    ) async throws {
        let books = try await Self.books()
        let tenants = ChartOfAccounts.Line.account(
            role: "tenants", number: "411200", label: "Étudiants", isAuxiliary: true)
        _ = try await books.ledger.adopt(
            try ChartOfAccounts([tenants]), file: SHA256.hash([]), from: day("2027-01-01"), by: actor)
        var trial: [String: [Int]] = [:]
        for row in try await Self.table(books, .trialBalance, from: from, asOf: through) {
            trial[row["number"] ?? ""] = [
                Self.cents(row["opening"]), Self.cents(row["debit"]), Self.cents(row["credit"]),
                Self.cents(row["balance"]),
            ]
        }
        var ledger: [String: [Int]] = [:]
        func add(_ account: String, opens: Bool, _ debit: Int, _ credit: Int) {
            var sums = ledger[account] ?? [0, 0, 0, 0]
            if opens { sums[0] += debit - credit } else { (sums[1], sums[2]) = (sums[1] + debit, sums[2] + credit) }
            sums[3] += debit - credit
            ledger[account] = sums
        }
        for row in try await Self.table(books, .generalLedger, from: from, asOf: through) {
            add(
                row["account"] ?? "", opens: row["position"] == "" && row["accounting_on"] == from,
                Self.cents(row["debit"]), Self.cents(row["credit"]))
        }
        #expect(trial == ledger)
        ledger = [:]
        let bytes = Mutex<[UInt8]>([])
        _ = try await books.ledger.books(
            BooksRequest(from: day(from), through: day(through), chart: nil), knownAt: .head, as: FECWriter(),
            progress: { _, _ in }, { piece in bytes.withLock { $0 += piece } })
        for line in bytes.withLock({ String(decoding: $0, as: UTF8.self) }).split(separator: "\r\n").dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let opens = cells[0] == "AN" && cells[3] == from.replacing("-", with: "")
            add(cells[4], opens: opens, Self.cents(cells[11]), Self.cents(cells[12]))
        }
        #expect(trial == ledger)
    }

    @Test func `the CAF's file says months lost, and late rent in months apart from other debts`() async throws {
        let books = try await Self.books()
        try await books.execute(
            .record(
                .sundryCharged(
                    SundryCharge(
                        kind: .damage, net: Money(cents: 5_000), vat: .zero, dueOn: day("2026-11-20"),
                        item: code("LOCK")))), "c1", on: "2026-11-15")
        try await books.execute(.record(.keysReturned(.conforming)), "c2", on: "2026-11-10")
        func caf(_ month: String) async throws -> [String: [String: String]] {
            let rows = try await Self.table(
                books, .caf, asOf: "\(try #require(Month(month)).last)", month: month)
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["contract"] ?? "", $0) })
        }
        let december = try await caf("2026-12")
        // October and November of c1: twice the monthly rent, which is the threshold; the lock counts for nothing.
        let first = try #require(december["c1"])
        #expect(first["months_of_arrears"] == "2" && first["over_threshold"] == "true" && first["months_lost"] == "0")
        #expect(first["rent_arrears"] == "717,34" && first["other_arrears"] == "50,00" && first["arrears"] == "767,34")
        #expect(first["bare_rent"] == "201,37" && first["entry_on"] == "2026-09-01" && first["exit_on"] == "")
        let november = try await caf("2026-11")
        #expect(november["c1"]?["months_of_arrears"] == "1" && november["c1"]?["over_threshold"] == "false")
        // c2 left within November: that month is lost, and whatever is billed after it.
        #expect(november["c2"]?["months_lost"] == "1" && november["c2"]?["reason"] == "exit_incomplete")
        #expect(november["c2"]?["exit_on"] == "2026-11-10" && november["c2"]?["bare_rent"] == "0,00")
        if let later = december["c2"] { #expect(later["months_lost"] == "2" && later["reason"] == "vacated") }
        #expect(try await caf("2026-10")["c2"]?["months_lost"] == "0")
    }

    @Test func `lines say what settled them, receipts what they settled, and periods what is given for them`()
        async throws
    {
        let books = try await Self.books()
        let lines = try await Self.table(books, .lines, asOf: "2027-02-28")
        let receipts = try await Self.table(books, .receipts, asOf: "2027-02-28")
        let paid = receipts.filter { $0["purpose"] == "payment" }
        #expect(paid.map { $0["settles"] } == ["rent-2026-09:28867", "rent-2026-09:28867 rent-2026-10:11133"])
        for receipt in paid {
            let settled = lines.flatMap { ($0["settled_by"] ?? "").split(separator: " ") }
                .filter { $0.hasPrefix("\(receipt["position"] ?? ""):") }
            let sum = settled.compactMap { Int($0.split(separator: ":")[1]) }.reduce(0, +)
            #expect(sum == Self.cents(receipt["settled"]))
        }
        for line in lines {
            let settled = (line["settled_by"] ?? "").split(separator: " ").compactMap {
                Int($0.split(separator: ":")[1])
            }.reduce(0, +)
            #expect(Self.cents(line["payable"]) == settled + Self.cents(line["open"]), "\(line)")
        }
        let periods = try await Self.table(books, .periods, asOf: "2027-02-28")
        #expect(periods.first?["document"] == "rent_receipt" && periods.first?["month"] == "2026-09")
        let second = periods.filter { $0["contract"] == "c2" }
        #expect(second.prefix(3).map { $0["document"] } == ["rent_receipt", "payment_receipt", ""])
    }

    @Test func `what is reported is doubtful, whole`() async throws {
        let books = try await Self.books()
        try await books.execute(.record(.enforcementTitleIssued(code("TR-1"))), "c1", on: "2027-01-20")
        let rows = try await Self.table(books, .doubtful, asOf: "2027-02-15")
        #expect(rows.map { $0["contract"] } == ["c1"])
        #expect(rows.first?["doubtful"] == rows.first?["pursued"] && rows.first?["reported"] == "false")
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
