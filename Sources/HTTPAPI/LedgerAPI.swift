import HTTPTypes
public import Hummingbird
import HummingbirdCore
public import LedgerApplication
public import Logging
import NIOCore

/// The ledger over HTTP: JSON in, JSON out, one route for each thing that has a name.
public struct LedgerAPI: Sendable {
    /// Bounds of requests and pages.
    public struct Limits: Hashable, Sendable {
        /// The most commands of a bulk request that are submitted together.
        public var commandsAtOnce = 1_000
        /// Rows of a list of contracts.
        public var rows = PageLimits(usual: 100, largest: 1_000)
        /// Entries of the journal, and events.
        public var entries = PageLimits(usual: 1_000, largest: 10_000)
        /// How long a connection may be idle, and how long a caller may take nothing of an answer.
        public var idleSeconds = 60

        public init() {}
    }

    let service: any LedgerService
    /// What is kept about persons; nil where nothing is.
    let persons: PersonRegister?
    let tokens: TokenStore
    /// Those of programs that work on the same folder.
    let folderTokens: TokenStore
    let limits: Limits
    let keptStatements = KeptStatements()

    public init(
        service: any LedgerService, persons: PersonRegister? = nil, tokens: TokenStore,
        folderTokens: TokenStore = TokenStore([]), limits: Limits = Limits()
    ) {
        self.service = service
        self.persons = persons
        self.tokens = tokens
        self.folderTokens = folderTokens
        self.limits = limits
    }

    /// Every route of the API, with an answer for each path and method that is none.
    public func router() -> LedgerRouter { LedgerRouter(routes: routes, accessLog: nil) }

    /// A server of the API.
    ///
    /// - Parameters:
    ///   - port: 0 for any free port; `onServerRunning` tells which.
    ///   - accessLog: told the method, the route and the status of every request but those for health; nil for none.
    public func application(
        host: String = "127.0.0.1", port: Int, logger: Logger, accessLog: Logger? = nil,
        onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) -> Application<LedgerResponder> {
        let (short, idle) = (ShortRequests(self, logger: logger, accessLog: accessLog), limits.idleSeconds)
        return Application(
            router: LedgerRouter(routes: routes, accessLog: accessLog),
            // Whoever watches idleness and the stop of the server stands first, so that he sees every request.
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [
                        StalledReaderHandler(patience: .seconds(Int64(idle))),
                        HTTPConnectionStateHandler(idleTimeout: .seconds(idle), logger: logger),
                        ShortRequestHandler(short),
                    ])),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: Self.serverName, backlog: 1_024),
            onServerRunning: onServerRunning, logger: logger)
    }
}

extension LedgerAPI {
    static let serverName = "quittance"
}

/// One method on one path.
struct Route: Sendable {
    typealias Handler = @Sendable (Request, BasicRequestContext) async throws -> Response

    let method: HTTPRequest.Method
    let path: String
    let handler: Handler

    init(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
        self.method = method
        self.path = path
        self.handler = handler
    }
}

extension LedgerAPI {
    var routes: [Route] {
        [
            Route(.get, "/healthz") { _, _ in Self.healthy },
            Route(.post, "/v1/commands") { request, _ in try await postCommand(request) },
            Route(.post, "/v1/commands/batch") { request, _ in try postBatch(request) },
            Route(.post, "/v1/billing") { request, _ in try await postBilling(request) },
            Route(.get, "/v1/contracts") { request, _ in try await contracts(request) },
            Route(.get, "/v1/contracts/:id") { request, context in try contract(request, context.parameters) },
            Route(.get, "/v1/contracts/:id/statement") { request, context in
                try statement(request, context.parameters)
            },
            Route(.get, "/v1/tenants/:code") { request, context in try await tenant(request, context.parameters) },
            Route(.get, "/v1/unpaid") { request, _ in try await unpaid(request) },
            Route(.get, "/v1/deposits") { request, _ in try await deposits(request) },
            Route(.get, "/v1/unallocated") { request, _ in try await unallocated(request) },
            Route(.get, "/v1/parked-receipts") { request, _ in try await parkedReceipts(request) },
            Route(.get, "/v1/caf/:month") { request, context in try await housingAid(request, context.parameters) },
            Route(.get, "/v1/trial-balance") { request, _ in try await trialBalance(request) },
            Route(.get, "/v1/journal") { request, _ in try await journal(request) },
            Route(.get, "/v1/events") { request, _ in try await events(request) },
            Route(.get, "/v1/audit/checkpoint") { request, _ in try await checkpoint(request) },
            Route(.get, "/v1/audit/bundle/:id") { request, context in
                try await auditBundle(request, context.parameters)
            },
            Route(.get, "/v1/audit/proof/inclusion") { request, _ in try await inclusion(request) },
            Route(.get, "/v1/audit/proof/consistency") { request, _ in try await consistency(request) },
            Route(.get, "/v1/audit/diff") { request, _ in try await diff(request) },
            Route(.get, "/v1/audit/seal") { request, _ in try await seals(request) },
            Route(.get, "/v1/audit/seal/:position") { request, context in
                try await seal(request, context.parameters)
            },
            Route(.get, "/v1/audit/tile/**") { request, context in try await tile(request, context.parameters) },
            Route(.get, "/v1/exports/books/:form") { request, context in
                try await exportBooks(request, context.parameters)
            },
            Route(.get, "/v1/exports/fec/:year") { request, context in
                try await exportFEC(request, context.parameters)
            },
            Route(.get, "/v1/exports/fec/:year/description") { request, context in
                try await exportFECDescription(request, context.parameters)
            },
            Route(.post, "/v1/persons") { request, _ in try await postPerson(request) },
            Route(.post, "/v1/persons/lookup") { request, _ in try await lookUpPerson(request) },
            Route(.get, "/v1/persons/:id") { request, context in try await person(request, context.parameters) },
            Route(.delete, "/v1/persons/:id") { request, context in
                try await erasePerson(request, context.parameters)
            },
            Route(.put, "/v1/persons/:id/:section") { request, context in
                try await putPersonSection(request, context.parameters)
            },
            Route(.get, "/v1/exports/tables/:name") { request, context in
                try await exportTable(request, context.parameters)
            },
            Route(.get, "/v1/exports/pages/:document/:id") { request, context in
                try await exportPage(request, context.parameters)
            },
            Route(.get, "/v1/exports/sepa") { request, _ in try await exportTransfers(request) },
            Route(.get, "/v1/exports/sepa/wires") { request, _ in try await exportWires(request) },
            Route(.post, "/v1/exports/records") { request, _ in try await recordExport(request) },
            Route(.get, "/v1/log") { request, _ in try await log(request) },
        ]
    }

    /// Says that the process answers; nothing else, so that asking costs nothing.
    static let healthy = Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"status":"ok"}"#)))
}
