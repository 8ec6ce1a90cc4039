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
            "line 3, total: COMPONENTS_DO_NOT_SUM: 126 is printed, the components sum to 125\n  Correct a component",
            "line 4, row_id: ROW_NAME", "line 4, in_force_to: DAY: 2026-02-30",
            "line 4, bare_rent: AMOUNT_NOT_WHOLE: 1.5",
            "line 4, deposit: AMOUNT: x", "line 4, occupancy: OCCUPANCY: solo",
            "line 5, bare_rent: FLAT_ROW_HAS_COMPONENTS",
            "line 6, row_id: PERIODS_OVERLAP: line 2 prices S/R/T1/SINGLE for some",
            "line 7: FIELD_COUNT: 6 fields where the header has 18", "9 faults",
        ] {
            #expect(outcome.errors.contains(fault), "\(fault)")
        }
        #expect(try folder.run("events").output == before)
    }

    @Test func `prices of services and of short stays are published from their tables`() throws {
        let folder = try Folder()
        try folder.run("init", "--crous", "normandie")
        #expect(try folder.run("publish-tariff", Repository.services).output == "Published 29 service prices.\n")
        #expect(try folder.run("publish-tariff", Repository.shortStays).output == "Published 20 short-stay rates.\n")
        let events = try folder.run("events").lines
        let cleaning = events.filter { $0.contains(#""code":"CLEANING_EXIT_HOUR""#) }
        #expect(cleaning.count == 1)
        #expect(cleaning.allSatisfy { $0.contains(#""excludes_vat":true"#) && $0.contains(#""price_cents":4000"#) })
        let invoiced = events.filter { $0.contains(#""code":"CLEANING_CONTRACTOR""#) }
        #expect(invoiced.count == 1 && !invoiced.contains { $0.contains("price_cents") })
        let nights = events.filter { $0.contains(#""persons":2,"status":"non_student""#) && $0.contains("T2-T3") }
        #expect(nights.count == 1)
        #expect(nights.allSatisfy { $0.contains(#""nights_from_15_cents":4200,"nights_up_to_14_cents":4800"#) })
    }

    @Test func `every fault of a table of prices is listed`() throws {
        let folder = try Folder()
        try folder.run("init", "--crous", "normandie")
        let services = try folder.file(
            "services.csv",
            """
            code,label,unit,price,section,in_force_from
            A B,Ménage,hour,10,PRESTATIONS ANNEXES (HT),2026-09-01
            C,,fathom,1.5,,2026-09-31
            D,Lavage,cycle,,AUTRES,2026-09-01
            """)
        let first = try folder.run("publish-tariff", services)
        #expect(first.status == 2)
        for fault in [
            "line 2, code:", "line 3, label:", "line 3, unit:", "line 3, price:", "line 3, section:",
            "line 3, in_force_from:", "line 4, price:", "7 faults",
        ] {
            #expect(first.errors.contains(fault), "\(fault)")
        }
        let nights = try folder.file(
            "nights.csv",
            """
            typology,persons,status,nights_min,nights_max,price_ht,in_force_from
            Studio,1,student,1,3,2000,2026-09-01
            Studio,1,student,4,14,1500,2026-09-01
            Studette,1,student,15,,1500,2026-09-01
            """)
        let second = try folder.run("publish-tariff", nights)
        #expect(second.status == 2)
        for fault in [
            "STUDIO.1.student has no price for nights 15-", "STUDETTE.1.student has no price for nights 1-3, 4-14",
        ] {
            #expect(second.errors.contains(fault), "\(fault)")
        }
        let twins = try folder.file(
            "twins.csv",
            """
            code,label,unit,price,section,in_force_from
            A,Ménage,hour,10,HT,2026-09-01
            A,Ménage,hour,12,HT,2027-09-01
            """)
        let third = try folder.run("publish-tariff", twins)
        #expect(third.errors.contains("line 3, code: PERIODS_OVERLAP: line 2 prices A"))
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

    @Test(arguments: [
        ("", "line 1: EMPTY_FILE"), ("site;residence\n", "line 1: NOT_CSV"),
        ("site,colour\n", "colour: COLUMN_UNKNOWN"),
        ("site,site\n", "site: COLUMN_REPEATED"), ("site\n", "residence: COLUMN_MISSING"),
        ("HEADER\n", "line 2: EMPTY_FILE"),
        ("HEADER\nS,R,T1,Seul,1,2,3,6,,9,,single,0,0,2027-09-01,2027-08-31,S/R/T1,1\n", "PERIOD_REVERSED"),
        ("HEADER\nS,R,T1,Seul,1,2,3,6,,9,,single,2,0,2026-09-01,2027-08-31,S/R/T1,1\n", "flat_rate: FLAT_RATE"),
        ("HEADER\nS,R,,Seul,1,2,3,6,,9,,single,0,0,2026-09-01,2027-08-31,S/R/T1,1\n", "typology: TEXT_LENGTH"),
        ("HEADER\nS,R,\"T1,Seul\n", "NOT_CSV"),
        ("HEADER\nROW\nROW\n", "line 3, row_id: ROW_TWICE: line 2 prices S/R/T1 for the same days"),
        ("HEADER,stay\nROW,weekly\n", "stay: STAY: weekly"),
        ("HEADER,coefficient_bp\nROW,11500\n", "coefficient_bp: COEFFICIENT"),
    ])
    func `a file of defects is refused with the code of each`(_ text: String, _ fault: String) throws {
        let folder = try Folder()
        try folder.run("init", "--crous", "normandie")
        let before = try folder.run("events").output
        let outcome = try folder.run("publish-tariff", try folder.file("defects.csv", content(text)))
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(fault), "\(outcome.errors)")
        #expect(try folder.run("events").output == before)
    }

    @Test func `a byte-order mark and the line ends of Windows change nothing`() throws {
        let folder = try Folder()
        try folder.run("init", "--crous", "normandie")
        let text = "\u{FEFF}" + content("HEADER\nROW\n").replacing("\n", with: "\r\n")
        #expect(
            try folder.run("publish-tariff", try folder.file("windows.csv", text)).output == "Published 1 tariff row.\n"
        )
        let again = try folder.run("publish-tariff", try folder.file("unix.csv", content("HEADER\nROW\n")))
        #expect(again.output == "1 row in force as before. Nothing was recorded.\n")
    }

    @Test func `a dry run shows what would change, and a correction is marked with what it corrects`() throws {
        let folder = try Folder.withTariff()
        let text = content(
            """
            HEADER
            ATHENA,Pléiade,T1 PLEIADE 20M,Seul,20037,14180,1550,35767,1192,35900,,single,0,0,2026-09-01,2027-08-31,\
            ATHENA/PLEIADE/T1-PLEIADE-20M/SINGLE,1
            ROW
            """)
        let file = try folder.file("new.csv", text)
        let before = try folder.run("events").output
        let preview = try folder.run("publish-tariff", file, "--dry-run", "--on", "2026-11-16")
        #expect(preview.output.contains("1 new, 1 changed, 0 unchanged"))
        #expect(preview.output.contains("16/11/2026  358,67\u{A0}€  357,67\u{A0}€"))
        #expect(try folder.run("events").output == before)
        let refused = try folder.run("publish-tariff", file, "--correction", "MISPRINT")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("line 3: NO_TARIFF_TO_CORRECT (R-041): "))
        #expect(refused.errors.contains("(S/R/T1)"))
        #expect(try folder.run("events").output == before)
        let lines = text.split(separator: "\n").prefix(2).joined(separator: "\n")
        let correction = try folder.run(
            "publish-tariff", try folder.file("one.csv", lines), "--correction", "MISPRINT", "--json")
        #expect(correction.output.contains(#""before_cents":35867"#))
        let last = try #require(try folder.run("events").lines.last { !$0.isEmpty })
        #expect(last.contains(#""event":"tariff-corrected""#) && last.contains(#""reason":"MISPRINT""#))
    }

    private func content(_ text: String) -> String {
        text.replacing("HEADER", with: header)
            .replacing("ROW", with: "S,R,T1,Seul,1,2,3,6,,9,,single,0,0,2026-09-01,2027-08-31,S/R/T1,1")
    }
}
