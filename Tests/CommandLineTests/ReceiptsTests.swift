import EventLog
import Foundation
import Testing

@Suite struct ReceiptsTests {
    private static func ledger() throws -> Folder {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        #expect(try folder.run("bill", "--through", "2026-12-31").status == 0)
        return folder
    }

    @Test func `a tenant gets a quittance for each month paid in full`() throws {
        let folder = try Self.ledger()
        let page = try folder.run("receipts", "--contract", "L001", "--as-of", "2027-01-15")
        #expect(page.status == 0 && page.errors == "\(SHA256.hash(Array(page.output.utf8)))  -\n")
        #expect(page.output.contains("<h1>Quittance de loyer, septembre 2026</h1>"))
        #expect(page.output.contains("<h1>Quittance de loyer, octobre 2026</h1>"))
        #expect(!page.output.contains("novembre 2026"))
        #expect(page.output.contains("Avance sur loyer imputée") && page.output.contains("288,67\u{A0}€"))
        let october = try folder.run(
            "receipts", "--contract", "c1", "--month", "2026-10", "--as-of", "2027-01-15")
        #expect(!october.output.contains("septembre 2026</h1>"))
        #expect(try folder.run("receipts", "--contract", "c1", "--month", "2026-11").status == 1)
        #expect(try folder.run("receipts", "--contract", "nobody").status == 2)
    }

    @Test func `a document is written whole, with its digest, or not at all`() throws {
        let folder = try Self.ledger()
        let file = folder.path + "/quittance.html"
        let arguments = ["receipts", "--contract", "c1", "--as-of", "2027-01-15"]
        let outcome = try folder.run(arguments + ["--output", file])
        #expect(outcome.status == 0 && outcome.output.isEmpty)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
        #expect(outcome.errors == "\(SHA256.hash(bytes))  \(file)\n")
        #expect(try folder.run(arguments).output == String(decoding: bytes, as: UTF8.self))
        let nowhere = folder.path + "/nowhere/quittance.html"
        #expect(try folder.run(arguments + ["--output", nowhere]).status == 3)
        let nothing = folder.path + "/nothing.html"
        #expect(
            try folder.run("receipts", "--contract", "c1", "--month", "2026-12", "--output", nothing).status == 1)
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains("nothing.html") && !left.contains { $0.hasSuffix(".partial") })
    }

    @Test func `the account and the notice before a due day`() throws {
        let folder = try Self.ledger()
        let account = try folder.run(
            "receipts", "--contract", "c1", "--document", "account", "--as-of", "2026-11-30")
        #expect(account.output.contains("Relevé de compte") && account.output.contains("Loyer 09/2026"))
        #expect(account.output.contains("Avance imputée sur le loyer 09/2026"))
        let notice = try folder.run(
            "receipts", "--contract", "c1", "--document", "notice", "--as-of", "2026-11-25")
        #expect(notice.output.contains("À payer au plus tard le 1er\u{A0}décembre\u{A0}2026"))
    }
}
