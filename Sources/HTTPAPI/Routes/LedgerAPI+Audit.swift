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
        let note = try await service.checkpoint().note
        return Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: note.bytes)))
    }

    /// What proves the account of a contract to whoever has the verifier key.
    func auditBundle(_ request: Request, _ parameters: Parameters) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.json)
        _ = try QueryItems(request, allowing: [])
        let bytes = try await service.auditBundle(of: try Self.contractID(parameters)).bytes
        return Response(
            status: .ok, headers: [.contentType: Self.json], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// That an event is in the log: what a command's receipt (position and leaf hash) turns into.
    func inclusion(_ request: Request) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.json)
        let items = try QueryItems(request, allowing: ["position", "size"])
        guard let position = try items.number("position", in: 1...Int64.max).flatMap({ Position($0) }) else {
            throw Problem.missingParameter("position")
        }
        let proof = try await service.inclusion(of: position, size: try items.number("size", in: 1...Int64.max))
        var writer = JSONWriter(capacity: 2_048)
        writer.object { writer in
            writer.member("position", proof.position.number)
            writer.member("leaf_hash", proof.leaf)
            writer.member("size", proof.size)
            writer.member("root", proof.root)
            writer.array("hashes", proof.hashes) { $0.value($1) }
        }
        return Self.answer(writer)
    }

    /// That the log only grew between two sizes.
    func consistency(_ request: Request) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        try request.require(answer: Self.json)
        let items = try QueryItems(request, allowing: ["from", "to"])
        guard let from = try items.number("from", in: 0...Int64.max) else { throw Problem.missingParameter("from") }
        let proof = try await service.consistency(from: from, to: try items.number("to", in: 0...Int64.max))
        var writer = JSONWriter(capacity: 2_048)
        writer.object { writer in
            writer.member("from", proof.from)
            writer.member("from_root", proof.fromRoot)
            writer.member("to", proof.to)
            writer.member("to_root", proof.toRoot)
            writer.array("hashes", proof.hashes) { $0.value($1) }
        }
        return Self.answer(writer)
    }
}
