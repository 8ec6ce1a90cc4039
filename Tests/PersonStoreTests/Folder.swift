import Foundation
import SQLiteStore
import Testing

/// A temporary folder that goes with its test.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "quittance-persons-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func content(_ name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)) }

    /// Puts a file into the folder, for its owner alone.
    func write(_ content: Data, _ name: String) throws {
        let file = path + "/" + name
        try content.write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    }

    /// Does something to a database behind the store's back.
    func alter(_ name: String, _ statement: String) throws {
        try SQLiteConnection(path + "/" + name, .write).execute(statement)
    }

    /// The first column of the first row of a query.
    func text(_ name: String, _ query: String) throws -> String? {
        try SQLiteConnection(path + "/" + name, .write).text(query)
    }

    /// Flips the lowest bit of a byte of a column in the rows that `condition` names.
    func flip(_ byte: Int, of column: String, in table: String, where condition: String, _ name: String) throws {
        let connection = try SQLiteConnection(path + "/" + name, .write)
        let query = try connection.prepare("SELECT rowid, \(column) FROM \(table) WHERE \(condition)")
        while try query.step() {
            var bytes = Array(query.blob(1))
            bytes[byte] ^= 1
            let update = try connection.prepare("UPDATE \(table) SET \(column) = ? WHERE rowid = \(query.integer(0))")
            try update.binding(1, bytes) { try update.run() }
        }
    }
}

extension Data {
    init?(hex: String) {
        var bytes: [UInt8] = []
        var rest = hex[...]
        while rest.count >= 2 {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        self.init(bytes)
    }
}
