import ArgumentParser
import EventCodecs
import EventLog
import Foundation
import FoundationNetworking

/// A served log, as somebody with a token of his own asks it.
struct LogService {
    private let base: String
    private let token: String?
    private let session: URLSession

    /// - Parameters:
    ///   - text: where the log is served, such as `http://127.0.0.1:8080`.
    ///   - tokenFile: the file of a token that may read.
    init(_ text: String, tokenFile: String?) throws {
        let token = try tokenFile.map { path in
            guard let content = FileManager.default.contents(atPath: path) else {
                throw ValidationError("'\(path)' cannot be read.")
            }
            return String(decoding: content, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        try self.init(text, token: token)
    }

    /// - Parameter text: where the log is served, such as `http://127.0.0.1:8080`.
    init(_ text: String, token: String?) throws {
        guard let url = URL(string: text), let scheme = url.scheme, ["http", "https"].contains(scheme), url.host != nil
        else { throw ValidationError("'\(text)' is no address such as https://ledger.example.") }
        base = url.absoluteString.hasSuffix("/") ? String(url.absoluteString.dropLast()) : url.absoluteString
        self.token = token
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = 30
        session = URLSession(configuration: configuration, delegate: NoRedirects(), delegateQueue: nil)
    }

    /// The checkpoint that was signed last.
    func checkpoint() async throws -> SignedNote {
        guard let note = SignedNote(try await ask("/v1/audit/checkpoint")) else {
            throw Diagnosis(.unusable, "\(base) answers with no checkpoint")
        }
        return note
    }

    /// The hashes that lead from one checkpoint to a later one; none where none are needed.
    ///
    /// Who signed the later one is for the caller to judge.
    func proof(from seen: Checkpoint?, to note: SignedNote) async throws -> [Digest] {
        guard let seen, let next = Checkpoint(text: note.text), seen.size > 0, seen.size < next.size else { return [] }
        let path = "/v1/audit/proof/consistency?from=\(seen.size)&to=\(next.size)"
        guard let hashes = ConsistencyProof.hashes(inJSON: try await ask(path)) else {
            throw Diagnosis(.unusable, "\(base) answers with no proof")
        }
        return hashes
    }

    /// Has a file recorded that was made from the same folder.
    func record(_ export: BooksExport, by actor: Actor) async throws {
        _ = try await ask(
            "/v1/exports/records?actor=\(actor.text)", sending: PayloadWriter.payload(of: .exported(export)))
    }

    /// The bytes of an answer; with a body the request is a `POST` of JSON.
    private func ask(_ path: String, sending body: [UInt8]? = nil) async throws -> [UInt8] {
        guard let url = URL(string: base + path) else { throw Diagnosis(.badInput, "\(base) is no address") }
        var request = URLRequest(url: url)
        if let token { request.setValue("Bearer " + token, forHTTPHeaderField: "Authorization") }
        if let body {
            request.httpMethod = "POST"
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(body)
        }
        do {
            let (data, response) = try await session.data(for: request)
            let status = (response as? HTTPURLResponse)?.statusCode ?? 0
            guard status == 200 else {
                throw Diagnosis(.unusable, "\(base) answers \(path) with \(status)\(Self.detail(Array(data)))")
            }
            return Array(data)
        } catch let error as URLError {
            throw Diagnosis(.unusable, "\(base) cannot be asked: \(error.localizedDescription)")
        }
    }

    /// What a problem says, after a colon; empty for an answer that is none.
    private static func detail(_ bytes: [UInt8]) -> String {
        guard case .object(let problem)? = try? StrictJSON.parse(bytes), case .string(let detail)? = problem["detail"]
        else { return "" }
        return ": " + detail
    }
}

/// A token is for the address that was named, and for no other.
private final class NoRedirects: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) { completionHandler(nil) }
}
