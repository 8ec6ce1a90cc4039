import EventLog
import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues

extension LedgerAPI {
    /// One command; the answer comes when its events are durable.
    func postCommand(_ request: Request) async throws -> Response {
        let admission = try CommandAdmission(request.head, dryRun: CommandOptions.dryRun(request), tokens)
        let text = try await request.bytes(limit: RequestLimits.tariffBytes)
        let command = try admission.command(text)
        do { return try await service.execute(command).answer(in: request.language).response } catch {
            throw Problem.placed(error, in: text)
        }
    }

    /// Commands by the line, answered by the line and in order, in groups that share a commit.
    ///
    /// The answers begin before the last line is read: a client reads while it sends.
    func postBatch(_ request: Request) throws -> Response {
        let actor = try tokens.authenticate(request, for: .write)
        try request.require(body: Self.lines, answer: Self.lines)
        let dryRun = try CommandOptions.dryRun(request)
        if request.headers[.ifMatch] != nil {
            throw Problem(
                .badRequest, "IF_MATCH_WITHOUT_CONTRACT", field: "If-Match",
                detail: "A bulk request names many contracts.", remedy: "Leave If-Match out.")
        }
        let (service, limits, language) = (service, limits, request.language)
        let body = ResponseBody { writer in
            var batch = CommandBatch(service, actor: actor, dryRun: dryRun, in: language)
            var splitter = LineSplitter(limit: RequestLimits.commandBytes)
            for try await buffer in request.body {
                var lines: [LineSplitter.Line] = []
                splitter.take(buffer) { lines.append($0) }
                for line in lines {
                    batch.add(line)
                    if batch.count >= limits.commandsAtOnce { try await writer.write(await batch.submit()) }
                }
                // Whoever waits for an answer before sending more gets it.
                if batch.count > 0 { try await writer.write(await batch.submit()) }
            }
            if let line = splitter.last() {
                batch.add(line)
                if batch.count > 0 { try await writer.write(await batch.submit()) }
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: Self.lines, .contentLanguage: language.rawValue], body: body)
    }

    static let lines = "application/x-ndjson"
}

/// What the head of a request says of its command: whose it is, under which key, and that it may be sent at all.
struct CommandAdmission {
    private let actor: Actor
    private let options: CommandOptions

    /// - Throws: ``Problem``
    init(_ head: HTTPRequest, dryRun: @autoclosure () throws(Problem) -> Bool, _ tokens: TokenStore) throws(Problem) {
        actor = try tokens.authenticate(head, for: .write)
        try head.require(body: LedgerAPI.json, answer: LedgerAPI.json)
        options = try CommandOptions(head, dryRun: dryRun())
    }

    /// The command that the body is.
    ///
    /// - Throws: `RequestError`, ``Problem``
    func command(_ bytes: [UInt8]) throws -> CommandRequest {
        let command = try CommandJSON.decode(
            bytes, actor: actor, key: options.key, keyInBody: false, expectedVersion: options.expectedVersion,
            dryRun: options.dryRun)
        if options.expectedVersion != nil { try Self.checkNamesContract(command.command) }
        return command
    }

    /// A version guards the contract that the request names; a command without one has none to guard.
    private static func checkNamesContract(_ command: LedgerCommand) throws(Problem) {
        switch command {
        case .contract, .allocateReceipt, .correct, .linkPerson: return
        case .publishTariff, .publishServicePrices, .publishShortStayRates, .adoptVATRate, .adoptPolicy, .closeMonth,
            .succeedRow, .person, .sellService, .returnParked, .refundParked, .wireParkedRefund,
            .returnTransfer:
            throw Problem(
                .badRequest, "IF_MATCH_WITHOUT_CONTRACT", field: "If-Match",
                detail: "The command is not about a contract, so it has no version to expect.",
                remedy: "Leave If-Match out.")
        }
    }
}
