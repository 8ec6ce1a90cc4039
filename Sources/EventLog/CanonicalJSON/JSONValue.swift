/// A JSON value of the ledger's subset: integers are the only numbers.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// The members of a JSON object in the order of the text. Equality minds the order.
public struct JSONObject: Hashable, Sendable {
    /// A name and its value.
    public struct Member: Hashable, Sendable {
        public let name: String
        public let value: JSONValue

        public init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The members, each name once.
    public let members: [Member]

    /// Throws `duplicateKey`, with the index of the second member as its offset, when a name stands twice.
    public init(_ members: [Member]) throws(JSONError) {
        var seen: Set<String> = []
        for (index, member) in members.enumerated() where !seen.insert(member.name).inserted {
            throw JSONError(.duplicateKey, offset: index, detail: "the member \"\(member.name)\" stands twice")
        }
        self.members = members
    }

    /// The members a parser has already found to be distinct.
    init(distinct members: [Member]) { self.members = members }

    /// The names in the order of the text.
    public var names: [String] { members.map(\.name) }

    /// The value of the member `name`, nil when there is none.
    public subscript(_ name: String) -> JSONValue? {
        members.first { $0.name == name }?.value
    }
}

extension JSONValue {
    /// What a person calls this kind of value.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer: "an integer"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
