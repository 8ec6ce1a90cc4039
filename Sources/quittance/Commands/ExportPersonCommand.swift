import ArgumentParser
import EventLog
import LedgerApplication
import LedgerValues
import PersonStore

/// `quittance export-person`
struct ExportPersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export-person",
        abstract: "Print everything held about a person, as JSON, for the person.",
        discussion: """
            Identity, student number, contact and bank details with what opens the log's commitments to them; every \
            contract that the person was ever linked to with its account, payments and events, up to where it was \
            linked to somebody else, and whether the person still holds it; money parked under one of them or a tenant \
            code of theirs; who read what, this export included. Look at a contract that is not held any more before \
            you hand the file over: it may have been linked in error. It works beside a server.

            EXAMPLE
              quittance export-person 0f1e2d3c4b5a69788796a5b4c3d2e1f0 > marie.json

            EXIT CODES  0 printed; 1 a tariff is missing; 2 bad usage, unknown or erased person; 3 the ledger is unusable
            """)

    @Argument(help: "The person's identifier.")
    var person: String

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let actor = try author.parsed()
        let person = try PersonID.argument(person)
        let export = try await place.folder.readingPersons { persons, _ in
            try await persons.export(person, by: actor)
        }
        try Console.write(json: try export.json)
    }
}

extension PersonExport {
    /// One object; days and instants as everywhere, amounts in cents.
    fileprivate var json: JSONValue {
        get throws {
            let sections = details.sections.sorted { $0.key < $1.key }.map { section, kept in
                JSONObject.Member(
                    name: section.rawValue,
                    value: .members([
                        "value": kept.value, "commitment": .text(kept.commitment),
                        "salt": .string(kept.salt.hexadecimal),
                    ]))
            }
            return .members([
                "person": .text(details.person), "sections": .members(sections),
                "contracts": .list(
                    try contracts.map { contract in
                        .members([
                            "held": .bool(contract.isHeld),
                            "account": StatementJSON.value(contract.id, contract.account),
                            "events": .array(try contract.events.map { try StrictJSON.parse($0.bytes) }),
                        ])
                    }
                ) { $0 }, "parked": .list(parked, \.json),
                "log": .list(history.events) { event in
                    .members([
                        "event": .string(event.type), "position": .integer(event.position.number),
                        "recorded_at": .text(event.recordedAt),
                    ])
                },
                "accesses": .list(accesses) { access in
                    .members(["at": .text(access.at), "actor": .text(access.actor), "what": .string(access.what)])
                },
            ])
        }
    }
}

extension [UInt8] {
    /// Two lower-case digits a byte.
    fileprivate var hexadecimal: String {
        map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
