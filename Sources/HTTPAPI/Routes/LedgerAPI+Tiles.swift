import EventLog
import HTTPTypes
import Hummingbird
import LedgerApplication
import NIOCore

extension LedgerAPI {
    /// A file of the signed log (C2SP tlog-tiles), the bytes that `quittance tiles` writes.
    func tile(_ request: Request, _ parameters: Parameters) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.bytes)
        _ = try QueryItems(request, allowing: [])
        let path = parameters.getCatchAll().joined(separator: "/")
        guard let name = LogTiles.Name(path: path), let content = try await service.tile(name) else {
            throw Problem(
                .notFound, "NOT_FOUND", detail: "The log that was signed has no such tile.",
                remedy: "Ask for the tiles of the last checkpoint, a part of one as NUMBER.p/WIDTH.")
        }
        // What a tile holds never changes, not even a part of one; it is for whoever has the token alone.
        let headers: HTTPFields = [
            .contentType: Self.bytes, .cacheControl: "private, max-age=31536000, immutable",
        ]
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: content)))
    }

    private static let bytes = "application/octet-stream"
}
