import EventLog
import Foundation
import LedgerValues
import ResidenceRules
import SwiftCSV

/// A table of voted tariffs as a CSV file: one row a priced unit, amounts in cents (R-041).
struct TariffFile {
    let rows: [TariffRow]
    /// The line of the file on which each row stands.
    let lines: [Int]
    /// SHA-256 of the file, which tells a repeated publication from another one under the same key.
    let hash: Digest

    /// Every fault of a file at once.
    struct Faults: Error {
        let list: [TableFault]
    }

    /// The columns that a file must have, in any order.
    static let columns = [
        "site", "residence", "typology", "bare_rent", "charges", "furniture", "total", "thirtieth", "deposit",
        "occupancy", "flat_rate", "in_force_from", "in_force_to", "row_id",
    ]

    /// The columns that a file may have besides. The first four say nothing that the ledger keeps.
    static let furtherColumns = ["occupancy_mode", "note", "per_occupant", "source_line", "stay", "coefficient_bp"]

    /// Reads the whole file, with or without a byte-order mark, whatever its line ends.
    ///
    /// - Throws: ``Faults`` with every fault found.
    init(_ bytes: [UInt8]) throws {
        hash = SHA256.hash(bytes)
        let lines = try Self.lines(bytes)
        guard let header = lines.first, header.fields != [""] else {
            throw Faults(list: [TableFault(line: 1, column: nil, code: .emptyFile, text: "there is no header")])
        }
        let misnamed = Self.faults(ofHeader: header.fields)
        if !misnamed.isEmpty { throw Faults(list: misnamed) }
        var rows: [(row: TariffRow, line: Int)] = []
        var faults: [TableFault] = []
        var seen: [TariffRowID: [(row: TariffRow, line: Int)]] = [:]
        for line in lines.dropFirst() where line.fields != [""] {
            var reader = TableLine(line.fields, header: header.fields, number: line.number)
            if let row = reader.row() {
                for twin in seen[row.id, default: []] where twin.row.sharesDays(with: row) {
                    let same = twin.row.inForceFrom == row.inForceFrom && twin.row.inForceTo == row.inForceTo
                    reader.fault(
                        "row_id", same ? .rowTwice : .periodsOverlap,
                        "line \(twin.line) prices \(row.id) for \(same ? "the" : "some of the") same days")
                }
                seen[row.id, default: []].append((row, line.number))
                rows.append((row, line.number))
            }
            faults += reader.faults
        }
        if rows.isEmpty, faults.isEmpty {
            faults.append(TableFault(line: 2, column: nil, code: .emptyFile, text: "there is no row"))
        }
        guard faults.isEmpty else { throw Faults(list: faults) }
        self.rows = rows.map(\.row)
        self.lines = rows.map(\.line)
    }

    private static func faults(ofHeader header: [String]) -> [TableFault] {
        if header.count == 1, header[0].contains(";") {
            return [TableFault(line: 1, column: nil, code: .notCSV, text: "fields are separated by semicolons")]
        }
        var faults = columns.filter { !header.contains($0) }.map {
            TableFault(line: 1, column: $0, code: .columnMissing, text: "there is no such column")
        }
        for (index, name) in header.enumerated() {
            if header[..<index].contains(name) {
                faults.append(
                    TableFault(line: 1, column: name, code: .columnRepeated, text: "the column stands twice"))
            } else if !columns.contains(name), !furtherColumns.contains(name) {
                faults.append(
                    TableFault(line: 1, column: name, code: .columnUnknown, text: "the column means nothing here"))
            }
        }
        return faults
    }

    static func lines(_ bytes: [UInt8]) throws -> [(fields: [String], number: Int)] {
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw Faults(
                list: [TableFault(line: 1, column: nil, code: .notUTF8, text: "a byte is no character of UTF-8")])
        }
        if text.first == "\u{FEFF}" { text.removeFirst() }
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
            throw Faults(list: [TableFault(line: number, column: nil, code: .notCSV, text: Self.sentence(error))])
        }
        // The parser takes the rest of the file for the field; quotation marks come in pairs, also inside a field.
        if !text.count(where: { $0 == "\"" }).isMultiple(of: 2) {
            throw Faults(
                list: [
                    TableFault(
                        line: lines.last?.number ?? 1, column: nil, code: .notCSV,
                        text: "a quotation mark is not closed")
                ])
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

extension TariffRow {
    fileprivate func sharesDays(with other: TariffRow) -> Bool {
        inForceFrom <= other.inForceTo && other.inForceFrom <= inForceTo
    }
}
