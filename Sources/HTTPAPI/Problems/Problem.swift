import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues
import NIOCore
import ResidenceRules

/// An error as RFC 9457 writes it, with a stable code, the place of the fault and what to do.
struct Problem: Error {
    let status: HTTPResponse.Status
    /// Stable; the type of the problem is `urn:quittance:problem:` and this code.
    let code: String
    let detail: String
    let remedy: String
    /// The member, the parameter or the header at fault.
    var field: String?
    var place: TextPlace?
    /// The rule of the rulebook that says no.
    var rule: String?
    /// Members that only some problems have.
    var extras: [(name: StaticString, value: Extra)] = []
    var headers = HTTPFields()
    /// The problem in the languages there are; nil where only programmers meet it, who read English.
    var explanation: (@Sendable (Language) -> Explanation)?
    /// The same as ``detail`` in another language, where it says more than the explanation.
    var details: (@Sendable (Language) -> String)?

    /// The value of a member that only some problems have.
    enum Extra {
        case number(Int64)
        case numbers([Int64])
    }

    init(
        _ status: HTTPResponse.Status, _ code: String, field: String? = nil, detail: String, remedy: String,
        rule: String? = nil
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.remedy = remedy
        self.field = field
        self.rule = rule
    }

    func write(to writer: inout JSONWriter, in language: Language) {
        let words = explanation?(language)
        writer.object { writer in
            writer.member("type", "urn:quittance:problem:\(code)")
            writer.member("title", words?.sentence ?? title)
            writer.member("status", status.code)
            writer.member("code", code)
            writer.member("detail", language == .english ? detail : details?(language) ?? words?.sentence ?? detail)
            if let field { writer.member("field", field) }
            if let place {
                writer.object("place") { writer in
                    writer.member("offset", place.offset)
                    writer.member("line", place.line)
                    writer.member("column", place.column)
                }
            }
            if let rule { writer.member("rule", rule) }
            writer.member("remedy", language == .english ? remedy : words?.remedy ?? remedy)
            for (name, value) in extras {
                switch value {
                case .number(let number): writer.member(name, number)
                case .numbers(let numbers): writer.array(name, numbers) { $0.value($1) }
                }
            }
        }
    }

    func response(in language: Language) -> Response { answer(in: language).response }

    func answer(in language: Language) -> Answer {
        var writer = JSONWriter()
        write(to: &writer, in: language)
        var answer = Answer(status, "application/problem+json", writer)
        answer.headers.append(contentsOf: headers)
        answer.headers[.contentLanguage] = (explanation == nil ? Language.english : language).rawValue
        return answer
    }

    /// The code in words: the same for every problem of the code (RFC 9457 §3.1.3).
    private var title: String {
        let words = code.split(separator: "_").joined(separator: " ").lowercased()
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
