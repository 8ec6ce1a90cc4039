public import EventLog
import LedgerValues
import ResidenceRules

/// Turns the JSON of a command into a request: strictly, without any rule of the residence.
public enum CommandJSON {
    /// Reads one command object.
    ///
    /// - Parameters:
    ///   - bytes: one JSON object; for a line of a bulk file without its line feed.
    ///   - key: the key that came beside the text.
    ///   - keyInBody: whether the object has a member `key` of its own, as a line of a bulk file does.
    ///   - expectedVersion: the version that the contract's stream must have.
    ///   - dryRun: decide and record nothing; such a request needs no key.
    /// - Throws: ``RequestError``; the text is then no command, and no rule was asked.
    public static func decode(
        _ bytes: [UInt8], actor: Actor, key: IdempotencyKey?, keyInBody: Bool, expectedVersion: Int?, dryRun: Bool
    ) throws(RequestError) -> CommandRequest {
        do throws(RequestError) {
            let object = try parse(bytes)
            let reader = MemberReader(object)
            let name = try reader.required(Members.command)
            guard let (shape, members) = CommandName.shapes[name] else {
                preconditionFailure("\(name.rawValue) has a shape")
            }
            try check(object, reader, name, shape, members, in: bytes, keyInBody: keyInBody)
            let ownKey = keyInBody ? try reader.optional(Members.key) : nil
            guard let key = ownKey ?? key else {
                if dryRun { return try request(nil) }
                throw RequestError(
                    .missingKey, field: keyInBody ? Members.key.name : nil,
                    detail: "The request has no idempotency key, so that sending it again could record it twice.")
            }
            return try request(key)

            func request(_ key: IdempotencyKey?) throws(RequestError) -> CommandRequest {
                let when = try When(reader, of: name, shape)
                return CommandRequest(
                    actor: actor, key: key, requestHash: try hash(object),
                    command: try shape.read(reader, when), moment: when.moment, effectiveAt: when.instant,
                    expectedVersion: expectedVersion, dryRun: dryRun)
            }
        } catch {
            throw error.placed(in: bytes)
        }
    }

    static func parse(_ bytes: [UInt8]) throws(RequestError) -> JSONObject {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw RequestError(
                .malformedJSON, place: TextPlace(offset: 0, line: 1, column: 1),
                detail: "The text begins with a byte order mark, which is no part of JSON.",
                remedy: "Save it as UTF-8 without a byte order mark.", rule: "RFC 8259 §8.1")
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try StrictJSON.parse(bytes, maximumBytes: RequestLimits.tariffBytes)
        } catch {
            throw RequestError(error, in: bytes)
        }
        guard case .object(let object) = value else {
            throw RequestError(
                .notAnObject, place: bytes.withUnsafeBufferPointer { TextPlace(offset: 0, in: $0) },
                detail: "The text is \(value.kind), not an object.")
        }
        return object
    }

    /// Refuses members that the command does not have, and a text that is too long for it.
    private static func check(
        _ object: JSONObject, _ reader: MemberReader, _ name: CommandName, _ shape: CommandShape,
        _ members: [CommandMember], in text: [UInt8], keyInBody: Bool
    ) throws(RequestError) {
        if text.count > RequestLimits.commandBytes, text.count > shape.maximumBytes {
            throw RequestError(
                .tooLarge, place: text.withUnsafeBufferPointer { TextPlace(offset: shape.maximumBytes, in: $0) },
                detail: "The command has \(text.count) bytes; \(shape.maximumBytes) are allowed.")
        }
        if shape.subject == .ledger, let named = ["contract", "tenant_code"].first(where: reader.has) {
            throw RequestError(
                .unknownField, field: named, detail: "The command \(name.rawValue) is not about a contract.",
                remedy: "Remove \(named).")
        }
        if shape.moment == .instant, reader.has(Members.on.name) {
            throw RequestError(
                .unknownField, field: Members.on.name,
                detail: "Hours matter for \(name.rawValue): a day is not enough.",
                remedy: "Give the instant in at.")
        }
        if !keyInBody, reader.has(Members.key.name) {
            throw RequestError(
                .unknownField, field: Members.key.name, detail: "The key of a single command stands beside its text.",
                remedy: "Move it to the Idempotency-Key header.")
        }
        try reader.refuseOthers(than: keyInBody ? members + [.required(Members.key)] : members)
    }

    /// SHA-256 of the canonical bytes of the object without `key`: equal requests have equal hashes, however spelled.
    private static func hash(_ object: JSONObject) throws(RequestError) -> Digest {
        do throws(JSONError) {
            guard object[Members.key.name] != nil else {
                return SHA256.hash(try JSONValue.object(object).canonicalBytes())
            }
            let members = object.members.filter { $0.name != Members.key.name }
            return SHA256.hash(try JSONValue.object(try JSONObject(members)).canonicalBytes())
        } catch {
            throw RequestError(.malformedJSON, detail: "The text has no canonical form: \(error.detail).")
        }
    }
}

/// When a command took effect, as its object says.
struct When {
    let moment: EffectiveMoment
    /// Set when the object gave an instant.
    let instant: Instant?

    init(_ reader: MemberReader, of name: CommandName, _ shape: CommandShape) throws(RequestError) {
        // The later reading of a repeated hour counts for a deadline, which a notification starts; the earlier one for
        // payments and other acts of the tenant (rulebook, section 16 "Hours").
        let startsOrMeetsDeadline = name == .proposeAllocation || name == .cancelShortStay
        let at = try reader.optional(startsOrMeetsDeadline ? Members.notifiedAt : Members.at)
        let on = try reader.optional(Members.on)
        switch (at, on) {
        case (.some, .some):
            throw RequestError(
                .conflictingFields, field: Members.on.name, detail: "The command has both at and on.",
                remedy: "Give one of at and on.")
        case (let at?, nil):
            moment = EffectiveMoment(at)
            instant = at
        case (nil, let on?):
            moment = EffectiveMoment(day: on)
            instant = nil
        case (nil, nil):
            let isInstant = shape.moment == .instant
            throw reader.missing(
                isInstant ? Members.at.name : Members.on.name,
                isInstant ? "the instant at which it took effect" : "the day on which it took effect")
        }
    }
}

extension RequestError {
    /// What the strict reader found, as a request's error.
    fileprivate init(_ error: JSONError, in bytes: [UInt8]) {
        let (code, isMember): (RequestErrorCode, Bool) =
            switch error.code {
            case .duplicateKey: (.duplicateField, true)
            case .float: (.amountNotInteger, true)
            case .integerOutOfRange: (.amountOutOfRange, true)
            case .tooLarge: (.tooLarge, false)
            case .notNFC, .unassignedCharacter, .controlCharacter, .loneSurrogate: (.invalidText, true)
            case .syntax, .invalidUTF8, .tooDeep, .trailingBytes, .unexpectedField, .missingField, .wrongType,
                .notCanonical, .keyNotSnakeCase, .invalidDate, .invalidInstant, .invalidDigest:
                (.malformedJSON, false)
            }
        let (field, place) = bytes.withUnsafeBufferPointer { buffer -> (String?, TextPlace) in
            (
                isMember ? TextPlace.member(atByte: error.offset, in: buffer) : nil,
                TextPlace(offset: error.offset, in: buffer)
            )
        }
        // The reader repeats a duplicated name, which may be anything.
        let detail =
            switch code {
            case .duplicateField: "The member \(field ?? MemberName.hidden) stands twice."
            case .invalidText: "A string is not in Unicode Normalization Form C, or holds what is no character."
            default: Self.sentence(error.detail)
            }
        self.init(code, field: field, place: place, detail: detail)
    }

    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }

    /// The same error with the place of its member in `bytes`.
    func placed(in bytes: [UInt8]) -> RequestError {
        guard place == nil, let field else { return self }
        var placed = self
        placed.place = bytes.withUnsafeBufferPointer { TextPlace(ofMember: field, in: $0) }
        return placed
    }
}
