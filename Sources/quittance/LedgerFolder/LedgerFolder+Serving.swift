import EventLog
import Foundation
import Glibc

/// How other programs on a ledger's folder find the server that writes it.
struct ServingNotice {
    /// Such as `http://127.0.0.1:8080`.
    let address: String
    let process: Int32
    /// Whoever can read it may write the folder anyhow; it ends with the server.
    let token: String
}

extension ServingNotice {
    /// That of this process, which listens on `port` of `host`, an IP address.
    init(host: String, port: Int, token: String) {
        // Foundation's client takes no address of IPv6 as it is.
        let name = host == "::" || host == "::1" ? "localhost" : host
        self.init(address: "http://\(name):\(port)", process: getpid(), token: token)
    }

    fileprivate init?(_ bytes: [UInt8]) {
        guard case .object(let object)? = try? StrictJSON.parse(bytes), case .string(let address)? = object["address"],
            case .integer(let number)? = object["process"], let process = Int32(exactly: number),
            case .string(let token)? = object["token"]
        else { return nil }
        self.init(address: address, process: process, token: token)
    }
}

/// The file `serving`: one that an ended server left is harmless, for the lock names another process, or none.
extension LedgerFolder {
    private var servingPath: String { path + "/serving" }

    func announce(_ notice: ServingNotice) throws {
        let value = JSONValue.members([
            "address": .string(notice.address), "process": .integer(Int64(notice.process)),
            "token": .string(notice.token),
        ])
        try PrivateFile.write(try value.canonicalBytes() + [0x0A], to: servingPath)
    }

    func withdrawNotice() { unlink(servingPath) }

    /// What the server that was started last said; nil when none did, or it withdrew it.
    func servingNotice() -> ServingNotice? {
        FileManager.default.contents(atPath: servingPath).flatMap { ServingNotice(Array($0)) }
    }
}
