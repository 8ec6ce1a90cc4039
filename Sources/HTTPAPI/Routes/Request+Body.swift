import EventLog
import HTTPTypes
import Hummingbird
import LedgerApplication
import NIOCore

extension Request {
    /// The whole body.
    ///
    /// - Throws: ``Problem`` 413 as soon as it is known to be longer than `limit` bytes.
    func bytes(limit: Int) async throws -> [UInt8] {
        let announced = headers[.contentLength].flatMap { Int($0) } ?? 0
        guard announced <= limit else { throw Problem.bodyTooLarge(limit, field: "Content-Length") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(announced)
        for try await buffer in body {
            buffer.withUnsafeReadableBytes { bytes.append(contentsOf: $0) }
            guard bytes.count <= limit else {
                var problem = Problem.bodyTooLarge(limit)
                let (line, column) = bytes.withUnsafeBufferPointer { StrictJSON.position(ofByte: limit, in: $0) }
                problem.place = TextPlace(offset: limit, line: line, column: column)
                throw problem
            }
        }
        return bytes
    }

    /// Refuses a body of another media type (415) and a caller who takes no answer of `answer` (406).
    func require(body: String, answer: String) throws(Problem) { try head.require(body: body, answer: answer) }

    /// Refuses a caller who takes no answer of the media type (406).
    func require(answer: String) throws(Problem) { try head.require(answer: answer) }
}

extension HTTPRequest {
    /// Refuses a body of another media type (415) and a caller who takes no answer of `answer` (406).
    func require(body: String, answer: String) throws(Problem) {
        let given = headerFields.text(.contentType)
        guard given == body || given.map(Self.essence) == body[...], headerFields.text(.contentEncoding) == nil else {
            throw Problem(
                .unsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", field: "Content-Type",
                detail: "The body is not announced as plain \(body).", remedy: "Send Content-Type: \(body).")
        }
        try require(answer: answer)
    }

    /// Refuses a caller who takes no answer of the media type (406).
    func require(answer: String) throws(Problem) {
        guard let accept = headerFields.text(.accept), accept != answer, accept != "*/*" else { return }
        guard Self.accepts(accept, answer) else {
            throw Problem(
                .notAcceptable, "NOT_ACCEPTABLE", field: "Accept", detail: "The answer is \(answer).",
                remedy: "Accept \(answer).")
        }
    }

    /// Whether the ranges of an Accept header take a media type: the range that names it most closely decides, and one of no
    /// weight takes nothing (RFC 9110 §12.5.1).
    private static func accepts(_ header: String, _ answer: String) -> Bool {
        let group = answer.prefix { $0 != "/" } + "/*"
        var closest = (rank: 0, isTaken: false)
        for range in header.split(separator: ",") {
            let essence = essence(range)
            let rank = essence == answer[...] ? 3 : essence == group ? 2 : essence == "*/*" ? 1 : 0
            guard rank > 0, rank >= closest.rank else { continue }
            let isTaken = !hasNoWeight(range)
            closest = (rank, rank == closest.rank ? closest.isTaken || isTaken : isTaken)
        }
        return closest.isTaken
    }

    /// Whether a range says `q=0`, `q=0.0` and so on.
    private static func hasNoWeight(_ range: Substring) -> Bool {
        range.split(separator: ";").dropFirst().contains { parameter in
            let text = parameter.filter { $0 != " " && $0 != "\t" }.lowercased()
            return text.hasPrefix("q=0") && text.dropFirst(3).allSatisfy { $0 == "0" || $0 == "." }
        }
    }

    /// A media type without its parameters, in lower case.
    private static func essence(_ text: some StringProtocol) -> Substring {
        let essence = text.prefix { $0 != ";" }.lowercased()
        return essence.drop { $0 == " " }.prefix { $0 != " " }
    }
}

extension HTTPFields {
    /// As the subscript, but without composing anew the text of a field that stands once, as nearly every one does.
    func text(_ name: HTTPField.Name) -> String? {
        var found: String?
        for field in self where field.name == name {
            if found != nil { return self[name] }
            found = field.value
        }
        return found
    }
}

extension Problem {
    static func bodyTooLarge(_ limit: Int, field: String? = nil) -> Problem {
        Problem(RequestError(.tooLarge, field: field, detail: "The body has more than \(limit) bytes."))
    }
}
