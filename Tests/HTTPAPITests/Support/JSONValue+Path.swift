import EventLog
import LedgerApplication
import Testing

extension HTTPAnswer {
    /// The body as JSON.
    var json: JSONValue {
        get throws { try StrictJSON.parse(body, maximumBytes: 1 << 22) }
    }
}

extension JSONValue {
    /// A member; null when there is none.
    subscript(_ name: String) -> JSONValue {
        if case .object(let object) = self { return object[name] ?? .null }
        return .null
    }

    /// An element; null when there is none.
    subscript(_ index: Int) -> JSONValue {
        if case .array(let elements) = self, elements.indices.contains(index) { return elements[index] }
        return .null
    }

    /// The members of an object but one.
    func members(but name: String) -> [JSONObject.Member] {
        if case .object(let object) = self { return object.members.filter { $0.name != name } }
        return []
    }

    var elements: [JSONValue] {
        if case .array(let elements) = self { return elements }
        return []
    }

    var text: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    var number: Int64? {
        if case .integer(let number) = self { return number }
        return nil
    }

    /// The status of a line of a bulk answer.
    var status: Int64? { self["status"].number }
}

/// What a problem must say.
struct ExpectedProblem: Sendable {
    let status: Int
    let code: String
    var field: String?
    var line: Int64?
    var column: Int64?
    /// What says no; the rule of the code where it is one of a request's form.
    var rule: String?

    fileprivate var expectedRule: String? {
        rule ?? RequestErrorCode(rawValue: code)?.rule ?? CommandErrorCode(rawValue: code)?.rule
    }
}

extension HTTPAnswer {
    /// Expects this answer to be a problem with code, place, rule and remedy.
    func expect(_ expected: ExpectedProblem, sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(status == expected.status, sourceLocation: sourceLocation)
        #expect(headers["content-type"] == "application/problem+json", sourceLocation: sourceLocation)
        let problem = try json
        #expect(problem["status"].number == Int64(expected.status), sourceLocation: sourceLocation)
        #expect(problem["code"].text == expected.code, sourceLocation: sourceLocation)
        #expect(problem["type"].text == "urn:quittance:problem:\(expected.code)", sourceLocation: sourceLocation)
        #expect(problem["field"].text == expected.field, sourceLocation: sourceLocation)
        #expect(problem["rule"].text == expected.expectedRule, sourceLocation: sourceLocation)
        if let line = expected.line {
            #expect(problem["place"]["line"].number == line, sourceLocation: sourceLocation)
        }
        if let column = expected.column {
            #expect(problem["place"]["column"].number == column, sourceLocation: sourceLocation)
        }
        #expect(problem["remedy"].text?.hasSuffix(".") == true, sourceLocation: sourceLocation)
        #expect(problem["detail"].text?.isEmpty == false, sourceLocation: sourceLocation)
    }
}
