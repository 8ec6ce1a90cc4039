import EventLog
import HTTPTypes
import Hummingbird
import LedgerApplication
import NIOCore

extension LedgerAPI {
    /// The last checkpoint, as it was signed and kept (C2SP signed note).
    func checkpoint(_ request: Request) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: "text/plain")
        _ = try QueryItems(request, allowing: [])
        let note = try await service.checkpoint()
        return Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: note.bytes)))
    }
}
