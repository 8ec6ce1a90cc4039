import HTTPTypes
import Hummingbird
import LedgerApplication
import Logging
import NIOCore

/// The requests that are answered on the event loop of their connection: what they need is in memory, or another thread
/// does it.
struct ShortRequests: Sendable {
    let api: LedgerAPI
    let logger: Logger
    let accessLog: Logger?
    private let date = ResponseDate()

    init(_ api: LedgerAPI, logger: Logger, accessLog: Logger?) {
        self.api = api
        self.logger = logger
        self.accessLog = accessLog
    }

    /// What one of them asks for.
    enum Kind {
        case command
        /// The account of a contract, by the identifier in the path.
        case statement(Substring)

        /// The route of the kind.
        var path: String {
            switch self {
            case .command: "/v1/commands"
            case .statement: "/v1/contracts/:id/statement"
            }
        }
    }

    /// What kind of short request it is; nil when it is none: a single command of usual length that is not only tried, and
    /// the account of a contract.
    static func kind(of head: HTTPRequest) -> Kind? {
        // The path first: most requests are known by it to be none.
        guard let path = head.path, let kind = kind(head.method, path, head.length),
            !head.closes, !head.headerFields.contains(.transferEncoding)
        else { return nil }
        return kind
    }

    private static func kind(
        _ method: HTTPRequest.Method, _ path: String, _ length: @autoclosure () -> Int?
    ) -> Kind? {
        switch method {
        case .post:
            guard path == Kind.command.path, let length = length(), length <= RequestLimits.commandBytes else {
                return nil
            }
            return .command
        case .get:
            guard path.hasPrefix(contracts) else { return nil }
            let place = path.prefix { $0 != "?" }
            guard place.hasSuffix(statement) else { return nil }
            let identifier = place.dropFirst(contracts.utf8.count).dropLast(statement.utf8.count)
            guard !identifier.isEmpty, !identifier.utf8.contains(where: { $0 == 0x2F || $0 == 0x25 }),
                length() ?? 0 == 0
            else { return nil }
            return .statement(identifier)
        default: return nil
        }
    }

    /// Answers one of them; `send` is called once, on any thread, with what makes the answer on the thread of the loop.
    func answer(
        _ kind: Kind, _ head: HTTPRequest, _ body: ByteBuffer,
        _ send: @escaping @Sendable (@escaping @Sendable () -> Answer) -> Void
    ) {
        do {
            switch kind {
            case .command:
                let admission = try CommandAdmission(head, dryRun: false, api.tokens)
                let text = [UInt8](body.readableBytesView)
                let command = try admission.command(text)
                api.service.submit(command) { result in
                    send {
                        let answer = result.map { $0.answer(in: head.language) }
                        return finished(answer.mapError { Problem.placed($0, in: text) }, kind, head)
                    }
                }
            case .statement(let identifier):
                let request = Request(head: head, body: RequestBody(buffer: body))
                let answer = try api.statement(request, String(identifier))
                send { finished(.success(answer), kind, head) }
            }
        } catch {
            send { finished(.failure(error), kind, head) }
        }
    }

    /// The answer with what every answer carries.
    private func finished(_ result: Result<Answer, any Error>, _ kind: Kind, _ head: HTTPRequest) -> Answer {
        let identifier = head.callersIdentifier ?? RequestID().description
        var answer: Answer
        switch result {
        case .success(let made): answer = made
        case .failure(let error):
            answer = Problem(error).answer(in: head.language)
            if answer.status.kind == .serverError {
                logger.error("a request failed", metadata: ["error": "\(error)", "hb.request.id": "\(identifier)"])
            }
        }
        answer.headers.append(HTTPField(name: .contentLength, value: String(answer.body.readableBytes)))
        answer.headers.append(HTTPField(name: .requestID, value: identifier))
        answer.headers.append(HTTPField(name: .date, value: date.now))
        answer.headers.append(HTTPField(name: .server, value: LedgerAPI.serverName))
        accessLog?.info(
            "\(head.method) \(kind.path) \(answer.status.code)", metadata: ["request": "\(identifier)"])
        return answer
    }

    private static let contracts = "/v1/contracts/"
    private static let statement = "/statement"
}

extension HTTPRequest {
    /// Whether the caller asks for the connection to end with the answer, among other options of it (RFC 9110 §7.6.1).
    var closes: Bool {
        guard let options = headerFields.text(.connection) else { return false }
        return options.split(separator: ",").contains { option in
            option.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }.lowercased() == "close"
        }
    }

    /// Whether the caller sends the body only once he is told to go on (RFC 9110 §10.1.1).
    var awaitsContinue: Bool { headerFields.text(.expect)?.lowercased() == "100-continue" }

    /// The length of the body as it is announced, in bytes.
    fileprivate var length: Int? { headerFields.text(.contentLength).flatMap { Int($0) } }
}
