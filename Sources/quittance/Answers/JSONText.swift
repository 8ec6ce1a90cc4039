import EventLog
import LedgerApplication
import LedgerValues

// Answers for programs: one line of canonical JSON, amounts in cents, ISO days.
extension JSONValue {
    /// An object of members whose names are all different.
    static func members(_ pairs: KeyValuePairs<String, JSONValue>, and more: [JSONObject.Member] = []) -> JSONValue {
        .members(pairs.map { JSONObject.Member(name: $0.key, value: $0.value) } + more)
    }

    /// An object of members whose names are all different.
    static func members(_ members: [JSONObject.Member]) -> JSONValue {
        guard let object = try? JSONObject(members) else {
            preconditionFailure("two members of an answer have one name")
        }
        return .object(object)
    }

    static func cents(_ money: Money) -> JSONValue { .integer(money.cents) }
    static func cents(_ money: Money?) -> JSONValue { money.map { .integer($0.cents) } ?? .null }
    static func count(_ number: Int) -> JSONValue { .integer(Int64(number)) }
    static func day(_ day: CalendarDate?) -> JSONValue { .text(day) }

    /// The text of a code, a day or an instant; null where there is none.
    static func text(_ value: (some CustomStringConvertible)?) -> JSONValue {
        value.map { .string($0.description) } ?? .null
    }

    static func list<Element>(_ elements: [Element], _ value: (Element) -> JSONValue) -> JSONValue {
        .array(elements.map(value))
    }
}

extension CommandAnswer {
    /// The receipts: position, type and leaf hash of each event.
    var receipts: JSONObject.Member { .init(name: "events", value: .list(events, \.json)) }
}

extension CommandAnswer.Event {
    /// What can be turned into a proof later (`quittance proof inclusion`).
    var json: JSONValue {
        .members([
            "position": position.map { .integer($0.number) } ?? .null, "type": .string(type),
            "leaf_hash": .text(leafHash),
        ])
    }
}

extension Console {
    /// Writes an answer as one line of JSON.
    static func write(json value: JSONValue) throws { write(try value.canonicalBytes() + [0x0A]) }
}
