import EventLog
import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues

/// What stands beside the text of a command: its key, the version it expects, and whether it is only tried.
struct CommandOptions {
    let key: IdempotencyKey?
    let expectedVersion: Int?
    let dryRun: Bool

    init(_ request: Request) throws(Problem) {
        try self.init(request.head, dryRun: Self.dryRun(request))
    }

    init(_ head: HTTPRequest, dryRun: Bool) throws(Problem) {
        self.dryRun = dryRun
        key = try head.headerFields.text(.idempotencyKey).map(Self.key)
        expectedVersion = try head.headerFields.text(.ifMatch).map(Self.version)
        if key == nil, !dryRun {
            throw Problem(
                RequestError(
                    .missingKey, field: HTTPField.Name.idempotencyKey.rawName,
                    detail: "The request has no idempotency key, so that sending it again could record it twice."))
        }
    }

    static func dryRun(_ request: Request) throws(Problem) -> Bool {
        guard request.uri.query != nil else { return false }
        return try QueryItems(request, allowing: ["dry_run"]).flag("dry_run")
    }

    private static func key(_ text: String) throws(Problem) -> IdempotencyKey {
        let field = HTTPField.Name.idempotencyKey.rawName
        if StudentNumber.isMeant(by: text) { throw Problem(.studentNumber(field)) }
        if let key = IdempotencyKey(text) { return key }
        throw Problem(
            RequestError(
                .invalidKey, field: field, detail: "The value is no key of 1 to 128 printable ASCII characters."))
    }

    /// A strong entity tag with a version, as ``CommandAnswer`` gives it out.
    private static func version(_ text: String) throws(Problem) -> Int {
        let digits = text.dropFirst().dropLast()
        guard text.hasPrefix("\""), text.hasSuffix("\""), !digits.isEmpty, digits.utf8.count <= 9,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let version = Int(digits)
        else {
            throw Problem(
                .badRequest, "INVALID_IF_MATCH", field: "If-Match", detail: "The header holds no version.",
                remedy: "Send the ETag of the contract unchanged, such as \"7\".")
        }
        return version
    }
}

extension HTTPField.Name {
    static let idempotencyKey = named("Idempotency-Key")
    static let requestID = named("X-Request-Id")
    static let nextAfter = named("Next-After")
    /// The last log position that an export knows.
    static let logPosition = named("Log-Position")
    /// The SHA-256 of a whole export, also when a part of it is sent.
    static let contentSHA256 = named("X-Content-SHA256")
    /// How many refunds that are due an order of transfers leaves out.
    static let refundsLeftOut = named("Refunds-Left-Out")

    private static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no field name") }
        return name
    }
}
