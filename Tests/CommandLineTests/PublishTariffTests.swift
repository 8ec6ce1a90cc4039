import Foundation
import Testing

@Suite struct PublishTariffTests {
    private let header = """
        site,residence,typology,occupancy_mode,bare_rent,charges,furniture,total,thirtieth,deposit,note,occupancy,\
        flat_rate,per_occupant,in_force_from,in_force_to,row_id,source_line
        """

    @Test func `the voted tariff has 149 rows, each an event`() throws {
        let folder = try Folder.withTariff()
        let rows = try folder.run("events").lines.filter { $0.contains(#""event":"tariff-published""#) }
        #expect(rows.count == 149)
        #expect(rows.contains { $0.contains(#""thirtieth_cents":1196"#) && $0.contains(#""deposit_cents":35900"#) })
    }

    @Test func `every fault of a file is listed with its line, and nothing is published`() throws {
        let folder = try Folder()
        try folder.run("init", "--crous", "normandie")
        let before = try folder.run("events").output
        let file = try folder.file(
            "tariff.csv",
            header + #"""

                S,R,"T1, ""20M""",Seul,100,20,5,125,4,130,,single,0,0,2026-09-01,2027-08-31,S/R/T1/SINGLE,1
                S,R,T2,Seul,100,20,5,126,4,130,,single,0,0,2026-09-01,2027-08-31,S/R/T2/SINGLE,2
                S,R,T3,Seul,1.5,20,5,125,,x,,solo,0,0,2026-09-01,2026-02-30,s r,3
                S,R,T4,Seul,100,,,125,4,130,,single,1,0,2026-09-01,2027-08-31,S/R/T4/SINGLE,4
                S,R,T1,Seul,100,20,5,125,4,130,,single,0,0,2027-01-01,2027-08-31,S/R/T1/SINGLE,5
                S,R,T6,Seul,100,20

                """#)
        let outcome = try folder.run("publish-tariff", file)
        #expect(outcome.status == 2)
        for fault in [
            "line 3, total: 126 is printed, the components sum to 125", "line 4, row_id:", "line 4, in_force_to:",
            "line 4, bare_rent:", "line 4, deposit:", "line 4, occupancy:", "line 5, bare_rent:",
            "line 6, row_id: line 2 prices S/R/T1/SINGLE", "line 7: 6 fields where the header has 18", "9 faults",
        ] {
            #expect(outcome.errors.contains(fault), "\(fault)")
        }
        #expect(try folder.run("events").output == before)
    }

    @Test func `a key publishes one file once`() throws {
        let folder = try Folder()
        try folder.run("init", "--crous", "normandie")
        let first = try folder.run("publish-tariff", Repository.tariff, "--key", "t")
        #expect(first.output.contains("Published 149 tariff rows"))
        let log = try folder.run("events").output
        let again = try folder.run("publish-tariff", Repository.tariff, "--key", "t")
        #expect(again.status == 0)
        #expect(again.output.contains("published before"))
        let row = "S,R,T1,Seul,100,20,5,125,4,130,,single,0,0,2026-09-01,2027-08-31,S/R/T1/SINGLE,1"
        let other = try folder.run("publish-tariff", try folder.file("other.csv", header + "\n" + row), "--key", "t")
        #expect(other.status == 1)
        #expect(try folder.run("events").output == log)
    }
}
