import HTTPTypes
public import Hummingbird
import LedgerValues
import Logging
import NIOHTTP1

/// Builds the responder of the API from its routes.
public struct LedgerRouter: HTTPResponderBuilder {
    let routes: [Route]
    let accessLog: Logger?

    public func buildResponder() -> LedgerResponder { LedgerResponder(routes: routes, accessLog: accessLog) }
}

/// Answers every request: by its route, or with a problem that says why not.
public struct LedgerResponder: HTTPResponder {
    public typealias Context = BasicRequestContext

    private let routed: RouterResponder<BasicRequestContext>
    /// The segments of every path and the methods it has; a path comes before one that captures a segment it spells out.
    private let paths: [(segments: [Substring], methods: [HTTPRequest.Method])]
    private let accessLog: Logger?

    init(routes: [Route], accessLog: Logger?) {
        let router = Router(context: BasicRequestContext.self, options: .autoGenerateHeadEndpoints)
        for route in routes {
            router.on(
                RouterPath(route.path), method: route.method, responder: CallbackResponder(callback: route.handler))
        }
        routed = router.buildResponder()
        paths = Dictionary(grouping: routes, by: \.path).map { path, routes in
            let methods = routes.map(\.method)
            return (path.split(separator: "/"), methods.contains(.get) ? methods + [.head] : methods)
        }
        .sorted { $0.segments.lexicographicallyPrecedes($1.segments) { !$0.isCapture && $1.isCapture } }
        self.accessLog = accessLog
    }

    public func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        // Asked often by whatever watches the process, so it costs no routing and no identifier of its own.
        if request.head.path == Self.health, request.method == .get { return LedgerAPI.healthy }
        var response: Response
        do {
            // A segment without a name is no name of anything; the router would pass it over.
            if request.head.path?.hasEmptySegment ?? false { throw Problem.unknownPath }
            response = try await routed.respond(to: request, context: context)
            // The router's own answer for want of a route has no body, and so no type.
            if response.status == .notFound, response.headers[.contentType] == nil {
                response = missing(request).response(in: request.language)
            }
        } catch let error as HTTPParserError {
            throw error
        } catch {
            response = Problem(error).response(in: request.language)
            if response.status.kind == .serverError {
                context.logger.error("a request failed", metadata: ["error": "\(error)"])
            }
        }
        let identifier = request.head.callersIdentifier ?? context.id
        response.headers[.requestID] = identifier
        // Refusals, too, say only how long they would be (RFC 9110 §9.3.2).
        if request.method == .head { response = response.createHeadResponse() }
        // The route, never the path: what a caller writes there may be a student number.
        accessLog?.info(
            "\(request.method) \(context.endpointPath ?? "?") \(response.status.code)",
            metadata: ["request": "\(identifier)"])
        return response
    }

    private static let health = "/healthz"

    /// 405 for a path that has other methods, 404 for one that has none.
    private func missing(_ request: Request) -> Problem {
        let segments = request.uri.path.split(separator: "/")
        let path = paths.first { path in
            let fits = zip(path.segments, segments).allSatisfy { $0.isCapture || $0 == $1 }
            return fits
                && (path.segments.last == "**"
                    ? path.segments.count <= segments.count : path.segments.count == segments.count)
        }
        guard let path else { return .unknownPath }
        let allowed = path.methods.map(\.rawValue).joined(separator: ", ")
        var problem = Problem(
            .methodNotAllowed, "METHOD_NOT_ALLOWED", detail: "The path does not have that method.",
            remedy: "Use one of: \(allowed).")
        problem.headers[.allow] = allowed
        return problem
    }
}

extension Problem {
    fileprivate static let unknownPath = Problem(
        .notFound, "NOT_FOUND", detail: "There is nothing at that path.",
        remedy: "Correct the path; the documentation lists them all.")
}

extension Substring {
    /// Whether a segment of a route stands for any text.
    fileprivate var isCapture: Bool { hasPrefix(":") || self == "**" }
}

extension String {
    /// Whether two slashes follow each other before the query.
    fileprivate var hasEmptySegment: Bool {
        var before: UInt8 = 0
        for byte in utf8 {
            if byte == 0x3F { return false }
            if byte == 0x2F, before == 0x2F { return true }
            before = byte
        }
        return false
    }
}

extension HTTPRequest {
    /// The caller's own identifier of the request where it gave a plain one.
    var callersIdentifier: String? {
        guard let given = headerFields.text(.requestID), (1...64).contains(given.utf8.count),
            given.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !StudentNumber.isMeant(by: given)
        else { return nil }
        return given
    }
}
