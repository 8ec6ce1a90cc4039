import EventLog
import HTTPTypes
import Hummingbird

extension TokenStore {
    /// Whom a request speaks for.
    ///
    /// - Throws: ``Problem``: 401 without a known token, 403 when the token does not allow `scope`.
    func authenticate(_ head: HTTPRequest, for scope: Scope) throws(Problem) -> Actor {
        guard let header = head.headerFields.text(.authorization) else {
            throw .unauthorized("The request has no Authorization header.")
        }
        let bytes = header.utf8
        guard bytes.count > Self.scheme.count,
            zip(bytes, Self.scheme).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
        else { throw .unauthorized("The Authorization header is no bearer token.") }
        guard let token = token(of: bytes.dropFirst(Self.scheme.count)) else {
            throw .unauthorized("The token is not known.")
        }
        guard token.scopes.contains(scope) else {
            throw Problem(
                .forbidden, "FORBIDDEN", detail: "The token does not have the scope \(scope.rawValue).",
                remedy: "Use a token with that scope.")
        }
        return token.actor
    }

    func authenticate(_ request: Request, for scope: Scope) throws(Problem) -> Actor {
        try authenticate(request.head, for: scope)
    }

    private static let scheme = Array("Bearer ".utf8)
}

extension Problem {
    fileprivate static func unauthorized(_ detail: String) -> Problem {
        var problem = Problem(
            .unauthorized, "UNAUTHORIZED", detail: detail, remedy: "Send Authorization: Bearer and a token.")
        problem.headers[.wwwAuthenticate] = #"Bearer realm="quittance""#
        return problem
    }
}
