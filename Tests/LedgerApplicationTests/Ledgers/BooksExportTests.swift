import EventCodecs
import EventLog
import Exports
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Synchronization
import Testing

@Suite struct BooksExportTests {
    private static func books() async throws -> TestLedger {
        let books = try await TestLedger()
        try await books.houseStudent("c1")
        try await books.execute(.record(.paymentReceived(Money(cents: 28_867))), "c1", on: "2026-09-20")
        return books
    }

    private static func export(_ books: TestLedger, _ request: BooksRequest, knownAt: KnownAt = .head) async throws
        -> String
    {
        let bytes = Mutex<[UInt8]>([])
        _ = try await books.ledger.books(
            request, knownAt: knownAt, as: JournalTable(.delimited(.french)), progress: { _, _ in },
            { piece in bytes.withLock { $0 += piece } })
        return bytes.withLock { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `entries and letters of a log of several stretches come in the order of the log`() async throws {
        let books = try await Self.books()
        try await books.bill(through: "2026-10-31")
        // As many cents as settle October, in more events than a stretch has.
        for _ in 0..<17_000 {
            try await books.execute(.record(.paymentReceived(Money(cents: 2))), "c1", on: "2026-10-05")
        }
        try await books.execute(.record(.paymentReceived(Money(cents: 1_867))), "c1", on: "2026-10-06")
        let file = try await Self.export(books, BooksRequest(from: nil, through: day("2026-10-31"), chart: nil))
        let rows = file.split(separator: "\r\n").dropFirst().map {
            $0.split(separator: ";", omittingEmptySubsequences: false)
        }
        let positions = rows.compactMap { Int($0[6]) }
        #expect(positions == positions.sorted() && positions.count > 34_000)
        for journal in Set(rows.map { $0[0] }) {
            let numbers = rows.filter { $0[0] == journal }.compactMap { Int($0[2]) }
            #expect(Set(numbers) == Set(1...(numbers.last ?? 1)))
        }
        let lettered = Dictionary(grouping: rows.filter { !$0[16].isEmpty }) { $0[16] }
        for group in lettered.values {
            #expect(group.map { Self.cents($0[14]) - Self.cents($0[15]) }.reduce(0, +) == 0)
        }
        #expect(lettered.values.map(\.count).max() ?? 0 > 17_000)
    }

    private static func record(_ books: TestLedger, _ file: String, by actor: Actor) async throws -> Int64 {
        let known = try await books.ledger.exportMoment(.head)
        let export = BooksExport(
            ExportSettings(form: "csv", through: day("2026-12-31")), knownAt: known.position,
            file: SHA256.hash(Array(file.utf8)))
        return try await books.ledger.record(export, by: actor).number
    }

    @Test func `the same file for the same actor is recorded once, and leaves the next file as it was`() async throws {
        let books = try await Self.books()
        let head = try await books.ledger.treeHead().size
        let other = try #require(Actor("auditor"))
        #expect(try await Self.record(books, "a", by: actor) == head + 1)
        #expect(try await Self.record(books, "a", by: actor) == head + 1)
        #expect(try await Self.record(books, "a", by: other) == head + 2)
        #expect(try await Self.record(books, "b", by: actor) == head + 3)
        #expect(try await books.ledger.exportMoment(.head).position.number == head)
        #expect(try await books.ledger.exportMoment(.position(head + 2)).position.number == head + 2)
        guard case .exported(let export) = try await books.lastEvent().event else {
            Issue.record("no export is recorded")
            return
        }
        #expect(export.knownAt == head && export.form.text == "csv" && export.through == day("2026-12-31"))
        let text = "form=csv\nthrough=2026-12-31\nversion=6\n"
        #expect(export.settings == SHA256.hash(Array(text.utf8)))
        #expect(try await books.ledger.verify(progress: nil).isSound)
    }

    private static func chart(_ number: String) throws -> ChartOfAccounts {
        try ChartOfAccounts([
            .account(role: "tenants", number: number, label: "Étudiants logés", isAuxiliary: true),
            .journal(role: "sales", code: "VE", label: "Ventes"),
        ])
    }

    private static func adopt(_ books: TestLedger, _ number: String, from text: String) async throws -> Position {
        try await books.ledger.adopt(chart(number), file: SHA256.hash([1]), from: day(text), by: actor)
    }

    @Test func `a chart is used from its day on, and what was known before it is written as it was`() async throws {
        let books = try await Self.books()
        try await books.bill(through: "2027-02-28")
        let request = BooksRequest(from: nil, through: day("2027-12-31"), chart: nil)
        let before = try await Self.export(books, request)
        let adopted = try await Self.adopt(books, "411200", from: "2027-01-01")
        #expect(try await Self.export(books, request, knownAt: .position(adopted.number - 1)) == before)
        let after = try await Self.export(books, request)
        let rows = after.split(separator: "\r\n").dropFirst().map {
            $0.split(separator: ";", omittingEmptySubsequences: false)
        }
        for row in rows where row[0] != "AN" {
            let isNew = row[3] >= "2027"
            #expect((row[9] == "411200") == (isNew && row[9].hasPrefix("411")))
            #expect(row[0] != "VT" || !isNew)
            #expect(row[0] != "VE" || isNew)
        }
        // The balance of the account goes over with the year, contract by contract.
        let over = rows.filter { $0[0] == "AN" }
        #expect(over.map { $0[9] } == ["4111", "411200"] && over.allSatisfy { $0[3] == "2027-01-01" })
        #expect(over[0][14] == over[1][15] && over[0][15] == over[1][14] && over[0][12] == "c1")
        let old = rows.filter { $0[9] == "4111" }.map { Self.cents($0[14]) - Self.cents($0[15]) }
        #expect(old.reduce(0, +) == 0)
        // A file of the new year opens with the new numbers at once.
        let year = try await Self.export(books, BooksRequest(year: 2027, chart: nil))
        #expect(year.contains("AN;2027;1;") && year.contains(";411200;") && !year.contains(";4111;"))
        // A chart in hand takes the place of every other.
        let own = try await Self.export(
            books, BooksRequest(from: nil, through: day("2027-12-31"), chart: Self.chart("411999")))
        #expect(own.contains(";411999;") && !own.contains(";411200;") && !own.contains(";4111;"))
    }

    private static func cents(_ text: Substring) -> Int { Int(text.replacing(",", with: "")) ?? 0 }

    @Test func `a chart begins with a year that is open, and not before the last one`() async throws {
        let books = try await Self.books()
        func refusal(_ text: String) async -> RejectionCode? {
            do {
                _ = try await Self.adopt(books, "411200", from: text)
                return nil
            } catch { return (error as? Rejection)?.code }
        }
        #expect(await refusal("2027-02-01") == .chartDay)
        #expect(await refusal("2026-01-01") == nil)
        #expect(await refusal("2028-01-01") == nil)
        #expect(await refusal("2027-01-01") == .chartDay)
        #expect(await refusal("2028-01-01") == nil)
    }

    @Test func `a chart does not begin with a year that is closed`() async throws {
        let books = try await Self.books()
        try await books.bill(through: "2026-12-31")
        try await books.execute(.closeMonth(Month(year: 2026, month: 12)), on: "2027-01-05")
        await #expect(throws: Rejection.self) { try await Self.adopt(books, "411200", from: "2026-01-01") }
        #expect(try await Self.adopt(books, "411200", from: "2027-01-01").number > 0)
    }
}
