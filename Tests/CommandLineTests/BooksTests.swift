import EventLog
import Foundation
import Testing

@Suite struct BooksTests {
    @Test func `a made-up year is recorded, billed and found sound`() throws {
        let folder = try Folder.withTariff()
        let file = folder.path + "/year.ndjson"
        #expect(try folder.run("sample", "--tenancies", "120", Repository.tariff, "-o", file).status == 0)
        let recorded = try folder.run("record", file)
        #expect(recorded.status == 0, "\(recorded.output)")
        #expect(recorded.output.contains("0 refused, 0 unreadable"))
        #expect(try folder.run("bill", "--through", "2027-02-28").status == 0)
        #expect(try folder.run("bill", "--through", "2027-08-31").status == 0)
        let again = try folder.run("bill", "--through", "2027-08-31")
        #expect(again.output.contains("nothing was left to record"))
        let balance = try folder.run("trial-balance", "--as-of", "2027-08-31")
        #expect(balance.status == 0)
        #expect(balance.output.contains("debits = credits"))
        let verdict = try folder.run("verify")
        #expect(verdict.status == 0)
        #expect(verdict.output.contains("Sound: "))
        #expect(verdict.output.contains("120 contracts"))
    }

    @Test func `the same seed makes the same year, and another one another`() throws {
        let folder = try Folder()
        let year = try folder.run("sample", "--tenancies", "40", "--seed", "7", Repository.tariff)
        #expect(year.status == 0)
        #expect(try folder.run("sample", "--tenancies", "40", "--seed", "7", Repository.tariff).output == year.output)
        #expect(try folder.run("sample", "--tenancies", "40", "--seed", "8", Repository.tariff).output != year.output)
        let keys = year.output.matches(of: #/"key":"([^"]+)"/#).map { String($0.1) }
        #expect(keys == keys.sorted())
        #expect(Set(keys).count == keys.count)
        #expect(
            keys.allSatisfy {
                $0.wholeMatch(of: #/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#) != nil
            })
    }

    @Test func `two samples fit in one ledger`() throws {
        let folder = try Folder.withTariff()
        for count in ["20", "30"] {
            let file = folder.path + "/" + count
            try folder.run("sample", "--tenancies", count, Repository.tariff, "-o", file)
            #expect(try folder.run("record", file).status == 0)
        }
        #expect(try folder.run("verify").output.contains("50 contracts"))
    }

    @Test func `a month is closed once, after it is billed`() throws {
        let folder = try Folder.withTariff()
        let early = try folder.run("close", "--month", "2026-09")
        #expect(early.status == 1)
        #expect(early.errors.contains("MONTH_NOT_BILLED"))
        try folder.run("bill", "--through", "2026-09-30")
        #expect(try folder.run("close", "--month", "2026-09").status == 0)
        #expect(try folder.run("close", "--month", "2026-09").status == 1)
    }

    @Test(arguments: [true, false]) func `whoever closes a year sees what is earned and not due`(asJSON: Bool) throws {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        // The rent of December falls due on 1 January.
        try folder.run("bill", "--through", "2026-12-31")
        let outcome = try folder.run(["close", "--year", "2026"] + (asJSON ? ["--json"] : []))
        #expect(outcome.status == 0, "\(outcome.errors)")
        if asJSON {
            #expect(outcome.output.contains(#""deferred_cents":0,"earned_not_charged_cents":0,"#))
            #expect(outcome.output.contains(#""earned_not_due_cents":35867,"events":[{"leaf_hash":""#))
            #expect(outcome.output.contains(#/"month":"2026-12","position":\d+\}/#))
        } else {
            #expect(outcome.output.contains("earned and not due        358,67\u{A0}€\n"))
            #expect(outcome.output.contains("1 charge: quittance export table --of accruals --as-of 2026-12-31\n"))
        }
        #expect(!(try folder.run("close", "--month", "2027-01").output.contains("earned")))
    }

    @Test func `a contract without a tariff is listed and the others are billed`() throws {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        try folder.run(
            "record",
            try folder.file(
                "renewal",
                #"{"command":"grant-renewal","key":"r1","contract":"c1","on":"2027-06-01","effect_on":"2027-09-01","#
                    + #""end_on":"2028-08-31","row":"\#(WorkedTenancy.row)"}"#))
        let outcome = try folder.run("bill", "--through", "2027-10-31")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("not billed: c1, NO_TARIFF"))
    }

    @Test func `events are the bytes that were hashed`() throws {
        let folder = try Folder.withTariff()
        let all = try folder.run("events")
        let some = try folder.run("events", "--after", "70", "--limit", "3")
        #expect(some.lines == Array(all.lines[70..<73]))
        var frontier = MerkleFrontier()
        for line in all.lines { frontier.append(Array(line.utf8).withUnsafeBytes(MerkleHash.leaf)) { _, _, _ in } }
        #expect(try folder.run("verify").output.contains(frontier.root.description))
    }

    @Test func `a changed byte is found`() throws {
        let folder = try Folder.withTariff()
        // Opening for writing copies the write-ahead log into the database.
        try folder.run("bill", "--through", "2026-07-31")
        try folder.run("bill", "--through", "2026-08-31")
        let path = URL(fileURLWithPath: folder.ledger + "/ledger.db")
        var bytes = try Data(contentsOf: path)
        let place = try #require(bytes.range(of: Data(#""crous":"normandie""#.utf8)))
        bytes.replaceSubrange(place, with: Data(#""crous":"normandiE""#.utf8))
        try bytes.write(to: path)
        let verdict = try folder.run("verify")
        #expect(verdict.status == 1)
        #expect(verdict.output.contains("NOT SOUND"))
        #expect(verdict.output.contains("tree"))
    }
}
