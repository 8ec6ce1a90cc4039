import Foundation
import Glibc

/// A client that speaks HTTP/1.1 over a socket of its own and knows nothing of the server's library.
struct SocketClient: Sendable {
    struct Failure: Error {
        let text: String
    }

    let port: Int

    /// Sends one request on a new connection.
    func send(_ request: [UInt8]) async throws -> HTTPAnswer {
        guard let answer = try await send([request]).first else { throw Failure(text: "no answer") }
        return answer
    }

    /// Sends requests one after the other on one connection, each after the answer to the one before.
    ///
    /// The socket's calls block, so they run on a thread of their own.
    func send(_ requests: [[UInt8]]) async throws -> [HTTPAnswer] {
        let port = port
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let connection = try Connection(port: port)
                        defer { connection.close() }
                        return try requests.map { try connection.exchange($0) }
                    })
            }
        }
    }
}

extension SocketClient {
    /// Sends everything at once on one connection, without waiting for answers, and reads every answer until the server
    /// closes it.
    ///
    /// - Parameter ending: whether nothing more is announced to come, as by a caller who closes his half.
    func send(together requests: [[UInt8]], ending: Bool) async throws -> [HTTPAnswer] {
        let port = port
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let connection = try Connection(port: port)
                        defer { connection.close() }
                        connection.send(Array(requests.joined()))
                        if ending { connection.end() }
                        var rest = connection.everything()[...]
                        var answers: [HTTPAnswer] = []
                        while let next = HTTPAnswer(
                            Array(rest), isHead: requests.dropFirst(answers.count).first?.isHead ?? false)
                        {
                            answers.append(next)
                            rest = rest.dropFirst(next.size)
                        }
                        return answers
                    })
            }
        }
    }
}

extension SocketClient {
    /// Sends everything on one connection, takes nothing of what is answered, and tells whether the server ends it within a
    /// minute.
    func isEnded(sending requests: [[UInt8]]) async throws -> Bool {
        let port = port
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        let connection = try Connection(port: port, takes: 65_536)
                        defer { connection.close() }
                        connection.send(Array(requests.joined()))
                        return connection.isEnded(within: 60)
                    })
            }
        }
    }
}

extension [UInt8] {
    fileprivate var isHead: Bool { starts(with: Array("HEAD ".utf8)) }
}

private struct Connection {
    private let descriptor: Int32

    /// - Parameter room: the bytes that come before any is read; nil for as many as the system likes.
    init(port: Int, takes room: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw SocketClient.Failure(text: "no socket") }
        // The tests share two processors with suites that keep them for a minute.
        var limit = timeval(tv_sec: 240, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        if var room { setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &room, socklen_t(MemoryLayout<Int32>.size)) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw SocketClient.Failure(text: "no connection to port \(port)") }
    }

    func close() { Glibc.close(descriptor) }

    /// Says that nothing more will be sent.
    func end() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Whether the server ends the connection, which is told without reading.
    func isEnded(within seconds: Int32) -> Bool {
        var state = pollfd(fd: descriptor, events: 0, revents: 0)
        return poll(&state, 1, seconds * 1_000) > 0
    }

    /// What comes until the server closes.
    func everything() -> [UInt8] {
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(descriptor, &chunk, chunk.count, 0), count > 0 { received += chunk[..<count] }
        return received
    }

    func send(_ request: [UInt8]) {
        var sent = 0
        while sent < request.count {
            let count = request[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            // A server that has answered already may take no more.
            if count <= 0 { break }
            sent += count
        }
    }

    func exchange(_ request: [UInt8]) throws -> HTTPAnswer {
        send(request)
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let answer = HTTPAnswer(received, isHead: request.isHead) { return answer }
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else {
                throw SocketClient.Failure(text: "the connection ended after \(received.count) bytes")
            }
            received += chunk[..<count]
        }
    }
}

/// What a server answered.
struct HTTPAnswer: Sendable {
    let status: Int
    /// By lower-case name.
    let headers: [String: String]
    let body: [UInt8]
    /// The bytes of the whole answer; of an answer in chunks, all there are.
    let size: Int

    var text: String { String(decoding: body, as: UTF8.self) }

    /// Nil while `bytes` are not a whole answer yet.
    init?(_ bytes: [UInt8], isHead: Bool) {
        guard let end = Self.headEnd(bytes) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        guard let first = lines.first, let status = Int(first.dropFirst(9).prefix(3)) else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let rest = bytes[(end + 4)...]
        if isHead {
            body = []
            size = end + 4
        } else if headers["transfer-encoding"] == "chunked" {
            guard let body = Self.chunks(rest) else { return nil }
            self.body = body
            size = bytes.count
        } else {
            let length = headers["content-length"].flatMap { Int($0) } ?? 0
            guard rest.count >= length else { return nil }
            body = Array(rest.prefix(length))
            size = end + 4 + length
        }
        self.status = status
        self.headers = headers
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...(bytes.count - 4)).first { bytes[$0..<($0 + 4)].elementsEqual([0x0D, 0x0A, 0x0D, 0x0A]) }
    }

    private static func chunks(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var rest = bytes
        var body: [UInt8] = []
        while let end = rest.firstIndex(of: 0x0D) {
            guard let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16),
                rest.endIndex >= end + 2 + size + 2
            else { return nil }
            if size == 0 { return body }
            body += rest[(end + 2)..<(end + 2 + size)]
            rest = rest[(end + 2 + size + 2)...]
        }
        return nil
    }
}
