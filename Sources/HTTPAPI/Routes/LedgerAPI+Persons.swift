import EventLog
import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues
import NIOCore

/// Persons: what is kept beside the log. Personal data stands in bodies only, never in a path, a query or a header.
extension LedgerAPI {
    /// A new person; the answer comes when the log commits to what was kept.
    func postPerson(_ request: Request) async throws -> Response {
        let (actor, options) = try writingPersons(request)
        let sections = try PersonJSON.registration(try await request.bytes(limit: RequestLimits.commandBytes))
        let answer = try await register().register(sections, by: actor, under: options)
        return try Self.response(answer)
    }

    /// Replaces a section of what is kept about a person.
    func putPersonSection(_ request: Request, _ parameters: Parameters) async throws -> Response {
        let (actor, key) = try writingPersons(request)
        let person = try Self.personID(parameters)
        guard let section = PersonSection(rawValue: try Self.parameter("section", parameters)) else {
            throw Problem(
                .notFound, "NOT_FOUND", detail: "A person has no such section.",
                remedy: "Use one of: \(PersonSection.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let value = try PersonJSON.section(try await request.bytes(limit: RequestLimits.commandBytes), section)
        return try Self.response(try await register().change(value, of: person, by: actor, under: key))
    }

    /// What is kept about a person; the reading is noted.
    func person(_ request: Request, _ parameters: Parameters) async throws -> Response {
        let actor = try tokens.authenticate(request, for: .persons)
        try request.require(answer: Self.json)
        let items = try QueryItems(request, allowing: ["section"])
        let person = try Self.personID(parameters)
        var sections = Set(PersonSection.allCases)
        if let text = items["section"] {
            guard let section = PersonSection(rawValue: text) else {
                throw Problem.invalidParameter(
                    "section", "Use one of: \(PersonSection.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            sections = [section]
        }
        return try Self.private(try await register().details(of: person, sections, by: actor).json)
    }

    /// The person who has a student number, which stands in the body; the search is noted.
    func lookUpPerson(_ request: Request) async throws -> Response {
        let actor = try tokens.authenticate(request, for: .persons)
        try request.require(body: Self.json, answer: Self.json)
        _ = try QueryItems(request, allowing: [])
        let number = try PersonJSON.lookup(try await request.bytes(limit: RequestLimits.commandBytes))
        let person = try await register().person(with: number, by: actor)
        return try Self.private(.object(try JSONObject([.init(name: "person", value: .string(person.text))])))
    }

    /// Erases what is kept about a person, for ever.
    func erasePerson(_ request: Request, _ parameters: Parameters) async throws -> Response {
        let (actor, key) = try writingPersons(request, withBody: false)
        let person = try Self.personID(parameters)
        return try Self.response(try await register().erase(person, by: actor, under: key))
    }

    private func writingPersons(
        _ request: Request, withBody: Bool = true
    ) throws(Problem) -> (Actor, IdempotencyKey) {
        let actor = try tokens.authenticate(request, for: .persons)
        if withBody {
            try request.require(body: Self.json, answer: Self.json)
        } else {
            try request.require(answer: Self.json)
        }
        let options = try CommandOptions(request)
        guard let key = options.key, !options.dryRun, options.expectedVersion == nil else {
            throw Problem(
                .badRequest, "NOT_FOR_PERSONS", detail: "Persons have no versions, and their requests no rehearsal.",
                remedy: "Leave dry_run and If-Match out.")
        }
        return (actor, key)
    }

    /// The register of persons, where the service has one.
    func register() throws(Problem) -> PersonRegister {
        guard let persons else {
            throw Problem(
                .serviceUnavailable, "NO_PERSON_STORE", detail: "The service keeps nothing about persons.",
                remedy: "Have it run on a ledger's folder.")
        }
        return persons
    }

    private static func personID(_ parameters: Parameters) throws(Problem) -> PersonID {
        guard let id = PersonID(try parameter("id", parameters)) else {
            throw Problem(
                RequestError(
                    .invalidIdentifier, field: "person", detail: "The path holds no person's identifier.",
                    remedy: "Give the 32 hexadecimal digits."))
        }
        return id
    }

    /// 201 when something was recorded, 200 for a key used before.
    private static func response(_ answer: PersonAnswer) throws -> Response {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("person", answer.person.text)
            writer.member("recorded_at", answer.answer.recordedAt)
            writer.array("events", answer.answer.events) { writer, event in
                writer.object { writer in
                    writer.member("position", event.position?.number)
                    writer.member("type", event.type)
                    writer.member("leaf_hash", event.leafHash)
                }
            }
            writer.member("repeated", answer.answer.repeated)
        }
        return Response(
            status: answer.answer.status, headers: [.contentType: json, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: writer.buffer))
    }

    /// 200 with what no cache may keep.
    private static func `private`(_ value: JSONValue) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: json, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try value.canonicalBytes())))
    }
}
