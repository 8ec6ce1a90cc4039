import EventLog
import HTTPTypes
import Hummingbird
import LedgerApplication

extension LedgerAPI {
    /// One command; the answer comes when its events are durable.
    func postCommand(_ request: Request) async throws -> Response {
        let actor = try tokens.authenticate(request, for: .write)
        try request.require(body: "application/json", answer: "application/json")
        let options = try CommandOptions(request)
        let bytes = try await request.bytes(limit: RequestLimits.tariffBytes)
        let command = try CommandJSON.decode(
            bytes, actor: actor, key: options.key, keyInBody: false, expectedVersion: options.expectedVersion,
            dryRun: options.dryRun)
        if options.expectedVersion != nil { try Self.checkNamesContract(command.command) }
        return try await service.execute(command).response(in: request.language)
    }

    /// A version guards the contract that the request names; a command without one has none to guard.
    private static func checkNamesContract(_ command: LedgerCommand) throws(Problem) {
        switch command {
        case .contract, .allocateReceipt, .correct, .linkPerson: return
        case .publishTariff, .publishServicePrices, .publishShortStayRates, .adoptVATRate, .adoptPolicy, .closeMonth,
            .succeedRow, .person, .sellService, .returnParked, .refundParked, .wireParkedRefund:
            throw Problem(
                .badRequest, "IF_MATCH_WITHOUT_CONTRACT", field: "If-Match",
                detail: "The command is not about a contract, so it has no version to expect.",
                remedy: "Leave If-Match out.")
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
        return Response(status: .ok, headers: [.contentType: Self.lines], body: body)
    }

    static let lines = "application/x-ndjson"
}
