import EventLog
import Foundation
import LedgerValues
import ResidenceRules
import SwiftCSV

/// A table of voted tariffs as a CSV file: one row a priced unit, amounts in cents.
struct TariffFile {
    let rows: [TariffRow]
    /// SHA-256 of the file, which tells a repeated publication from another one under the same key.
    let hash: Digest

    /// What is wrong with a line of the file.
    struct Fault: Hashable {
        /// From 1, the header included.
        let line: Int
        let column: String?
        let text: String
    }

    /// Every fault of a file at once.
    struct Faults: Error {
        let list: [Fault]
    }

    /// The columns that a file must have, in any order; others are ignored.
    static let columns = [
        "site", "residence", "typology", "bare_rent", "charges", "furniture", "total", "thirtieth", "deposit",
        "occupancy", "flat_rate", "in_force_from", "in_force_to", "row_id",
    ]

    /// Reads the whole file.
    ///
    /// - Throws: ``Faults`` with every fault found.
    init(_ bytes: [UInt8]) throws {
        hash = SHA256.hash(bytes)
        let lines = try Self.lines(bytes)
        guard let header = lines.first else {
            throw Faults(list: [Fault(line: 1, column: nil, text: "the file is empty")])
        }
        let missing = Self.columns.filter { !header.fields.contains($0) }
        if !missing.isEmpty {
            throw Faults(list: missing.map { Fault(line: 1, column: $0, text: "the column is missing") })
        }
        var rows: [TariffRow] = []
        var faults: [Fault] = []
        var seen: [TariffRowID: [(row: TariffRow, line: Int)]] = [:]
        for line in lines.dropFirst() where line.fields != [""] {
            var reader = TableLine(line.fields, header: header.fields, number: line.number)
            if let row = reader.row() {
                let twins = seen[row.id, default: []].filter {
                    $0.row.inForceFrom <= row.inForceTo && row.inForceFrom <= $0.row.inForceTo
                }
                for twin in twins {
                    reader.fault("row_id", "line \(twin.line) prices \(row.id) for some of the same days")
                }
                seen[row.id, default: []].append((row, line.number))
                rows.append(row)
            }
            faults += reader.faults
        }
        if rows.isEmpty, faults.isEmpty { faults.append(Fault(line: 2, column: nil, text: "there is no row")) }
        guard faults.isEmpty else { throw Faults(list: faults) }
        self.rows = rows
    }

    static func lines(_ bytes: [UInt8]) throws -> [(fields: [String], number: Int)] {
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw Faults(list: [Fault(line: 1, column: nil, text: "the file is not in UTF-8")])
        }
        // Without a last line break the parser loses an empty last field.
        if text.last?.isNewline != true { text += "\n" }
        var number = 1
        var lines: [(fields: [String], number: Int)] = []
        do {
            let file = try EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false, rowLimit: 1)
            try file.enumerateAsArray(startAt: 0, rowLimit: nil) { fields in
                lines.append((fields, number))
                // A quoted field may run over several lines of the file.
                number += 1 + fields.map { field in field.count { $0.isNewline } }.reduce(0, +)
            }
        } catch let error as CSVParseError {
            throw Faults(list: [Fault(line: number, column: nil, text: Self.sentence(error))])
        }
        return lines
    }

    private static func sentence(_ error: CSVParseError) -> String {
        switch error {
        case .generic: "the line is no CSV"
        case .quotation: "a quotation mark is not closed, or text follows a closed one"
        }
    }
}
