import ArgumentParser
import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import ResidenceRules

/// `quittance person`
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person",
        abstract: "Register persons, look them up, and say which contracts they hold.",
        discussion: """
            Names, student number, address and bank details are kept beside the log, encrypted under a key of the \
            person; the log holds commitments. They are read from a file or from standard input, never from the \
            command line, which other users of the machine can see. Every reading is noted: who, when, what.

            EXAMPLE
              quittance person add marie.json
              quittance person link --contract 7f3a 0f1e2d3c4b5a69788796a5b4c3d2e1f0
              quittance person show 0f1e2d3c4b5a69788796a5b4c3d2e1f0

            EXIT CODES  0 done; 1 refused; 2 bad usage, bad input or unknown person; 3 the ledger is unusable
            """,
        subcommands: [
            PersonAddCommand.self, PersonChangeCommand.self, PersonLinkCommand.self, PersonShowCommand.self,
            PersonFindCommand.self,
        ])
}

/// `quittance person add`
struct PersonAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Register a person and print the identifier.",
        discussion: """
            EXAMPLE
              {"identity":{"family_name":"Martin","given_names":"Marie","born_on":"2006-03-14"},
               "ine":{"ine":"1234567890A"},
               "bank":{"holder":"Marie Martin","iban":"FR1420041010050500013M02606"}}

              quittance person add marie.json --key 0198c5d2-7a11-7c3a-9d4e-2f60a8b1c7f0

            EXIT CODES  0 registered; 1 refused; 2 bad usage or input; 3 the ledger is unusable
            """)

    @Argument(help: "A file with one JSON object, or - for standard input.")
    var file: String

    @Flag(help: "Answer in JSON, with position and leaf hash.")
    var json = false

    @OptionGroup var request: PersonRequestOptions
    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let actor = try author.parsed()
        let key = try request.parsed()
        let sections = try PersonJSON.registration(PersonRequestOptions.content(of: file))
        let answer = try await place.folder.writingPersons { persons, _ in
            try await persons.register(sections, by: actor, under: key)
        }
        if json { return try Console.write(json: answer.json) }
        Console.write("\(answer.person)\n")
    }
}

extension PersonAnswer {
    /// The person and the receipts.
    var json: JSONValue {
        .members(["person": .text(person), "repeated": .bool(answer.repeated)], and: [answer.receipts])
    }
}

/// `quittance person change`
struct PersonChangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "change",
        abstract: "Replace a section of what is kept about a person.",
        discussion: """
            A section is replaced as a whole: identity, ine, contact or bank.

            EXAMPLE
              quittance person change 0f1e2d3c4b5a69788796a5b4c3d2e1f0 bank rib.json

            EXIT CODES  0 replaced; 1 refused; 2 bad usage, bad input or unknown person; 3 the ledger is unusable
            """)

    @Argument(help: "The person's identifier.")
    var person: String

    @Argument(help: "identity, ine, contact or bank.", transform: PersonSection.argument)
    var section: PersonSection

    @Argument(help: "A file with the section's JSON object, or - for standard input.")
    var file: String

    @Flag(help: "Answer in JSON, with position and leaf hash.")
    var json = false

    @OptionGroup var request: PersonRequestOptions
    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let actor = try author.parsed()
        let key = try request.parsed()
        let person = try PersonID.argument(person)
        let value = try PersonJSON.section(PersonRequestOptions.content(of: file), section)
        let answer = try await place.folder.writingPersons { persons, _ in
            try await persons.change(value, of: person, by: actor, under: key)
        }
        if json { return try Console.write(json: answer.json) }
        Console.write("Recorded at position \(answer.answer.events.first?.position?.description ?? "?").\n")
    }
}

/// `quittance person link`
struct PersonLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Record that a person holds a contract.",
        discussion: """
            The person linked last holds the contract, so that a wrong link is put right by the right one. A file of \
            commands does the same with `link-person`.

            EXAMPLE
              quittance person link --contract 7f3a 0f1e2d3c4b5a69788796a5b4c3d2e1f0

            EXIT CODES  0 linked; 1 refused; 2 bad usage or unknown contract; 3 the ledger is unusable
            """)

    @Argument(help: "The person's identifier.")
    var person: String

    @Option(help: ArgumentHelp("The contract's identifier, or a tenant code.", valueName: "contract"))
    var contract: String

    @Flag(help: "Answer in JSON, with position and leaf hash.")
    var json = false

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let actor = try author.parsed()
        let person = try PersonID.argument(person)
        let (id, answer) = try await place.folder.writing { ledger in
            let id = try await ledger.identifier(named: contract)
            let hash = SHA256.hash(Array("link-person \(id) \(person)".utf8))
            let answer = try await ledger.execute(
                CommandRequest(
                    actor: actor, key: nil, requestHash: hash, command: .linkPerson(person, .id(id)),
                    moment: EffectiveMoment(day: ledger.today)))
            return (id, answer)
        }
        if json {
            return try Console.write(
                json: .members(["person": .text(person), "contract": .text(id)], and: [answer.receipts]))
        }
        let position = answer.events.first?.position?.description ?? "?"
        Console.write("Person \(person) holds contract \(id), recorded at position \(position).\n")
    }
}

/// `quittance person show`
struct PersonShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print what is kept about a person, as JSON.",
        discussion: """
            Each section was checked against the log's commitment to it. The reading is noted before anything is \
            printed. This works beside a server.

            EXAMPLE
              quittance person show 0f1e2d3c4b5a69788796a5b4c3d2e1f0 --section bank

            EXIT CODES  0 printed; 2 bad usage, unknown or erased person; 3 the ledger is unusable
            """)

    @Argument(help: "The person's identifier.")
    var person: String

    @Option(
        help: "A section to print, once or several times; default: every section.", transform: PersonSection.argument)
    var section: [PersonSection] = []

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let actor = try author.parsed()
        let person = try PersonID.argument(person)
        let asked = Set(section.isEmpty ? PersonSection.allCases : section)
        let details = try await place.folder.readingPersons { persons, _ in
            try await persons.details(of: person, asked, by: actor)
        }
        try Console.write(json: try details.json)
    }
}

/// `quittance person find`
struct PersonFindCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Print the identifier of the person who has a student number.",
        discussion: """
            EXAMPLE
              echo '{"ine":"1234567890A"}' | quittance person find -

            EXIT CODES  0 found; 2 bad usage, bad input or unknown person; 3 the ledger is unusable
            """)

    @Argument(help: "A file with one JSON object, or - for standard input.")
    var file: String

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let actor = try author.parsed()
        let number = try PersonJSON.lookup(PersonRequestOptions.content(of: file))
        let person = try await place.folder.readingPersons { persons, _ in
            try await persons.person(with: number, by: actor)
        }
        Console.write("\(person)\n")
    }
}

/// The key of a request about a person.
struct PersonRequestOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The request's own key, the same when it is sent again; default: a new one.", valueName: "key"))
    var key: String?

    func parsed() throws -> IdempotencyKey {
        let text = key ?? UUID().uuidString.lowercased()
        try StudentNumber.refuse(text, at: "--key")
        guard let key = IdempotencyKey(text) else {
            throw ValidationError("A key is 1 to 128 printable ASCII characters, and no student number.")
        }
        return key
    }

    /// The bytes of a file, or of standard input; no more than a command may have.
    static func content(of file: String) throws -> [UInt8] {
        let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file)
        guard let handle else { throw Diagnosis(.badInput, "\(file) cannot be read") }
        return Array(try handle.read(upToCount: RequestLimits.commandBytes + 1) ?? Data())
    }
}

extension PersonSection {
    /// Reads a section of the command line.
    static func argument(_ text: String) throws -> PersonSection {
        guard let section = PersonSection(rawValue: text) else {
            throw ValidationError("A section is one of: \(allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return section
    }
}

extension PersonID {
    /// Reads an identifier of the command line; what stands there may be personal data, so it is not repeated.
    static func argument(_ text: String) throws -> PersonID {
        guard let person = PersonID(text) else {
            throw ValidationError(
                "A person's identifier is 32 lower-case hexadecimal digits, as `person add` printed it.")
        }
        return person
    }
}
