import EventLog

/// Reads the members of one object of a request.
struct MemberReader {
    private let object: JSONObject
    private let path: String

    /// The members of `value`.
    ///
    /// - Parameters:
    ///   - path: where the object stands in the request; empty for the request itself.
    ///   - members: every member it may have; another one is an error.
    init(_ value: JSONValue, path: String, members: [CommandMember]) throws(RequestError) {
        guard case .object(let object) = value else { throw value.wrongType("an object", path) }
        self.init(object, path: path)
        try refuseOthers(than: members)
    }

    init(_ object: JSONObject, path: String = "") {
        self.object = object
        self.path = path
    }

    func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    func has(_ name: String) -> Bool { object[name] != nil }

    /// The value of a member; nil when it is absent.
    func optional<Value>(_ member: Member<Value>) throws(RequestError) -> Value? {
        guard let value = object[member.name] else { return nil }
        return try member.read(value, path(of: member.name))
    }

    func required<Value>(_ member: Member<Value>) throws(RequestError) -> Value {
        guard let value = try optional(member) else { throw missing(member.name, member.summary) }
        return value
    }

    /// Refuses a member that the others of the object exclude.
    func refuse<Value>(_ member: Member<Value>, _ detail: String) throws(RequestError) {
        guard has(member.name) else { return }
        throw RequestError(
            .conflictingFields, field: path(of: member.name), detail: detail, remedy: "Remove \(member.name).")
    }

    func missing(_ name: String, _ summary: String) -> RequestError {
        RequestError(
            .missingField, field: path(of: name), detail: "The member \(name) is missing: \(summary).",
            remedy: "Add \(name).")
    }

    func refuseOthers(than members: [CommandMember]) throws(RequestError) {
        for name in object.names where !members.contains(where: { $0.name == name }) {
            let shown = MemberName.shown(name)
            throw RequestError(
                .unknownField, field: path(of: shown), detail: "The object has no member of that name.",
                remedy: "Remove it, or use one of: \(members.map(\.name).joined(separator: ", ")).")
        }
    }
}
