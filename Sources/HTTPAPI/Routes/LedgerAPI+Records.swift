import EventCodecs
import EventLog
import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues

extension LedgerAPI {
    /// Records that somebody was given a file which a program beside the service made from the same folder.
    ///
    /// The body is the payload of a `books-exported`; whoever has a token of the folder could write the log itself, and so
    /// names whom it speaks for.
    func recordExport(_ request: Request) async throws -> Response {
        _ = try folderTokens.authenticate(request, for: .write)
        try request.require(body: Self.json, answer: Self.json)
        let items = try QueryItems(request, allowing: ["actor"])
        guard let name = items["actor"] else { throw Problem.missingParameter("actor") }
        guard let actor = Actor(name), !StudentNumber.isMeant(by: name) else {
            throw Problem.invalidParameter("actor", "Give 1 to 64 characters of [0-9A-Za-z_.:@-].")
        }
        let export = try Self.export(try await request.bytes(limit: RequestLimits.commandBytes))
        _ = try await service.knowledge(.position(export.knownAt))
        let position = try await service.record(export, by: actor)
        var writer = JSONWriter()
        writer.object { $0.member("position", position.number) }
        return Response(
            status: .ok, headers: [.contentType: Self.json], body: ResponseBody(byteBuffer: writer.buffer))
    }

    private static func export(_ bytes: [UInt8]) throws -> BooksExport {
        let kind = EventKind.booksExported
        do {
            let event = try bytes.withUnsafeBufferPointer {
                try PayloadReader.event(kind, version: kind.newestVersion, $0)
            }
            guard case .exported(let export) = event else { preconditionFailure("read as what it is of") }
            return export
        } catch let error as JSONError {
            throw RequestError(.malformedJSON, detail: "The body is no payload of \(kind.rawValue): \(error.detail).")
        }
    }
}
