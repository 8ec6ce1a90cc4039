import HTTPTypes
import Hummingbird

/// The parameters of a request's query: only those that the route has, each once.
struct QueryItems {
    private var items: [Substring: Substring] = [:]

    /// - Throws: ``Problem`` 400 for a parameter that is not one of `names`, or stands twice.
    init(_ request: Request, allowing names: [Substring]) throws(Problem) {
        for (name, value) in request.uri.queryParameters {
            guard names.contains(name) else {
                let list = names.isEmpty ? "There is none here." : "Use one of: \(names.joined(separator: ", "))."
                throw Problem(
                    .badRequest, "UNKNOWN_PARAMETER", detail: "The route has no such parameter.", remedy: list)
            }
            guard items.updateValue(value, forKey: name) == nil else {
                throw Problem(
                    .badRequest, "DUPLICATE_PARAMETER", field: String(name), detail: "The parameter stands twice.",
                    remedy: "Give each parameter once.")
            }
        }
    }

    subscript(_ name: Substring) -> String? { items[name].map(String.init) }

    /// `true` or `false`; false when absent.
    func flag(_ name: Substring) throws(Problem) -> Bool {
        switch items[name] {
        case nil, "false": return false
        case "true": return true
        case .some: throw .invalidParameter(name, "Give true or false.")
        }
    }

    /// A whole number within a range.
    func number(_ name: Substring, in range: ClosedRange<Int64>) throws(Problem) -> Int64? {
        guard let text = items[name] else { return nil }
        guard let number = Int64(text), range.contains(number) else {
            throw .invalidParameter(
                name, "Give a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }
}

extension Problem {
    static func missingParameter(_ name: Substring) -> Problem {
        Problem(
            .badRequest, "MISSING_PARAMETER", field: String(name), detail: "The route needs the parameter.",
            remedy: "Add ?\(name)= to the request.")
    }

    static func invalidParameter(_ name: Substring, _ remedy: String) -> Problem {
        Problem(
            .badRequest, "INVALID_PARAMETER", field: String(name),
            detail: "The parameter has no value that can be read.", remedy: remedy)
    }
}
