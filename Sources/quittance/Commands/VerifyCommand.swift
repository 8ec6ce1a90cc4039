import ArgumentParser
import EventLog
import LedgerApplication

/// `quittance verify`
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every stored byte, row and read model against the log's own rules.",
        discussion: """
            Recomputes every leaf and the root, the order of positions, versions and times, every event against its \
            schema, the balance of every entry, every idempotency key and every stored read row, and compares what is \
            kept about persons with what the log commits to. What a killed process left half done about persons is \
            said and counts as nothing found: the next command that writes finishes it.

            EXAMPLE
              quittance verify --data /srv/quittance/normandie

            EXIT CODES  0 sound; 1 something was found; 2 bad usage; 3 the ledger cannot be read
            """)

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var place: FolderOptions

    func run() async throws {
        let report = try place.folder.verify()
        if json {
            try Console.write(
                json: .members([
                    "sound": .bool(report.isSound), "events": .integer(report.events),
                    "contracts": .count(report.contracts), "root": .string(report.root),
                    "key_position": report.keyPosition.map { .integer($0) } ?? .null,
                    "rows_are_current": .bool(report.rowsAreCurrent),
                    "unfinished": .list(report.unfinished) { .string($0) },
                    "findings": .list(report.findings) { finding in
                        .members([
                            "class": .string(finding.class.rawValue),
                            "position": finding.position.map { .integer($0) } ?? .null, "text": .string(finding.text),
                        ])
                    },
                ]))
        } else {
            answer(report)
        }
        if !report.isSound { throw Diagnosis.silent(.found) }
    }

    private func answer(_ report: VerificationReport) {
        if !report.findings.isEmpty {
            var table = TextTable(("Class", .left), ("Position", .right), ("What was found", .left))
            for finding in report.findings {
                table.add(finding.class.rawValue, finding.position.map(String.init) ?? "", finding.text)
            }
            Console.write(table.text)
        }
        let verdict = report.isSound ? "Sound" : "NOT SOUND, " + Counted.text(report.findings.count, "finding")
        Console.write(
            "\(verdict): \(Counted.text(report.events, "event")), \(Counted.text(report.contracts, "contract")), root \(report.root)\n"
        )
        for text in report.unfinished {
            Console.write("Unfinished, until the next command that writes: \(text).\n")
        }
        if !report.rowsAreCurrent {
            Console.write(
                "The read rows are of another version of the program: nobody uses them until they are rebuilt.\n")
        }
        if report.keyPosition == nil, place.folder.isSigned {
            Console.write("The log does not name the key that signs it: the first release did not record it.\n")
        }
    }
}
