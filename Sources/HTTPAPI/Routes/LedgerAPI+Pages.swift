import EventCodecs
import EventLog
import Exports
import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues
import NIOCore

extension LedgerAPI {
    /// A page that a tenant is given: the bytes that `quittance receipts` writes.
    func exportPage(_ request: Request, _ parameters: Parameters) async throws -> Response {
        let actor = try tokens.authenticate(request, for: .read)
        guard let document = TenantDocument(rawValue: try Self.parameter("document", parameters)) else {
            throw Problem(
                .notFound, "NOT_FOUND", detail: "There is no such document.",
                remedy: "Use one of: \(TenantDocument.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let id = try Self.contractID(parameters)
        let items = try QueryItems(
            request, allowing: ["as_of", "known_at", "with_names"] + (document == .receipts ? ["month"] : []))
        let day = try Question.day("as_of", items) ?? service.today
        let month = try Question.month(items)
        let isNamed = try items.flag("with_names")
        let answer = ExportAnswer(
            name: "\(document.rawValue)_\(id)_\(month.map { "\($0)" } ?? "\(day)").html",
            mediaType: "text/html; charset=utf-8", document.settings(id, asOf: day, month: month, withNames: isNamed))
        func page(_ known: Position, for addressee: Addressee? = nil) async throws -> [UInt8] {
            let page = try await service.page(
                document, of: id, asOf: day, month: month, knownAt: .position(known.number), for: addressee)
            guard let page else {
                throw Problem(
                    .notFound, "NOTHING_TO_GIVE", detail: "There is nothing to write on that page.",
                    remedy: "Ask about another day or month, or for another document.")
            }
            return Array(page.utf8)
        }
        guard isNamed else {
            return try await export(request, items, answer, by: actor) { known, spool in
                try spool.add(try await page(known)[...])
            }
        }
        _ = try tokens.authenticate(request, for: .persons)
        let persons = try register()
        let known = try await service.exportMoment(try Question.knownAt("known_at", items) ?? .head).position
        _ = try await page(known)
        let addressee = try await persons.addressee(
            of: id, for: document.purpose, on: answer.settings.marked(known), by: actor)
        let bytes = try await page(known, for: addressee)
        if request.method != .head {
            // The mark on the page makes its digest a salted commitment.
            let export = BooksExport(answer.settings, knownAt: known, file: SHA256.hash(bytes))
            _ = try await service.record(export, by: actor)
        }
        // The person store changes without the log: such a page has no tag, and no part of it is ever asked for.
        return Response(
            status: .ok,
            headers: [
                .contentType: answer.mediaType, .contentDisposition: answer.disposition, .cacheControl: "no-store",
                .logPosition: "\(known)", .contentSHA256: SHA256.hash(bytes).description,
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
