public import LedgerValues

/// How tables are written: RFC 4180 with commas and points, or as French spreadsheets read them.
public struct Delimited: Sendable, Hashable {
    public let separator: UInt8
    public let decimalPoint: UInt8

    /// `,` between fields, `.` before decimals.
    public static let standard = Delimited(separator: 0x2C, decimalPoint: 0x2E)
    /// `;` between fields, `,` before decimals.
    public static let french = Delimited(separator: 0x3B, decimalPoint: 0x2C)
}

/// A cell of a table.
public enum Cell: Sendable, Hashable {
    case text(String)
    case number(Int64)
    /// In euros with two decimals in a table, in whole cents in NDJSON.
    case amount(Money)
    case day(CalendarDate)
    case flag(Bool)
    case none

    public static func text(ifAny text: String?) -> Cell { text.map { .text($0) } ?? .none }
    public static func day(ifAny day: CalendarDate?) -> Cell { day.map { .day($0) } ?? .none }
    public static func amount(ifAny amount: Money?) -> Cell { amount.map { .amount($0) } ?? .none }
}

/// A table of which rows are written one at a time, as delimited text or as NDJSON.
public struct TableWriter: Sendable {
    public enum Form: Sendable, Hashable {
        /// RFC 4180: a first line of names, lines ended by CR LF, quotes where they must be.
        case delimited(Delimited)
        /// One JSON object a line; an amount is in cents and its name ends in `_cents`.
        case ndjson
    }

    private let form: Form
    private let names: [String]
    /// What stands before the values of an object, `{"journal":` and `,"year":`, one after the other, and where each ends.
    private let keys: [UInt8]
    private let keyEnds: [Int]

    /// - Parameter names: `snake_case`; that of an amount ends in `_cents`, which a delimited table, in euros, leaves out.
    public init(_ form: Form, _ names: [String]) {
        self.form = form
        self.names = names
        var keys: [UInt8] = []
        keyEnds = names.enumerated().map { index, name in
            keys += Array("\(index == 0 ? "{" : ",")\"\(name)\":".utf8)
            return keys.count
        }
        self.keys = keys
    }

    /// The first line, if the form has one.
    public func begin(_ bytes: inout [UInt8]) {
        guard case .delimited(let delimited) = form else { return }
        for (index, name) in names.enumerated() {
            if index > 0 { bytes.append(delimited.separator) }
            bytes.put(name.hasSuffix("_cents") ? String(name.dropLast(6)) : name)
        }
        bytes.put("\r\n" as StaticString)
    }

    /// A row with a cell for each name.
    public func write(_ cells: [Cell], _ bytes: inout [UInt8]) {
        precondition(cells.count == names.count, "a row has a cell for each name")
        switch form {
        case .delimited(let delimited): row(cells, delimited, &bytes)
        case .ndjson: object(cells, &bytes)
        }
    }

    private func row(_ cells: [Cell], _ form: Delimited, _ bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(form.separator) }
            switch cell {
            case .text(let text): bytes.put(field: text, form.separator)
            case .number(let number): bytes.put(number)
            case .amount(let amount): bytes.put(amount, point: form.decimalPoint)
            case .day(let day): bytes.put(day)
            case .flag(let flag): bytes.put(flag ? "true" as StaticString : "false" as StaticString)
            case .none: break
            }
        }
        bytes.put("\r\n" as StaticString)
    }

    private func object(_ cells: [Cell], _ bytes: inout [UInt8]) {
        keys.withUnsafeBufferPointer { keys in
            var start = 0
            for (index, cell) in cells.enumerated() {
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: keys[start..<keyEnds[index]]))
                start = keyEnds[index]
                switch cell {
                case .text(let text): bytes.put(json: text)
                case .number(let number): bytes.put(number)
                case .amount(let amount): bytes.put(amount.cents)
                case .day(let day):
                    bytes.append(0x22)
                    bytes.put(day)
                    bytes.append(0x22)
                case .flag(let flag): bytes.put(flag ? "true" as StaticString : "false" as StaticString)
                case .none: bytes.put("null" as StaticString)
                }
            }
        }
        bytes.put("}\n" as StaticString)
    }
}

extension [UInt8] {
    /// A field of RFC 4180, between quotes when it holds what separates fields or lines.
    fileprivate mutating func put(field text: String, _ separator: UInt8) {
        var text = text
        text.withUTF8 { text in
            guard text.contains(where: { $0 == separator || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
                return append(contentsOf: text)
            }
            append(0x22)
            for byte in text {
                if byte == 0x22 { append(0x22) }
                append(byte)
            }
            append(0x22)
        }
    }

    /// A JSON string.
    fileprivate mutating func put(json text: String) {
        append(0x22)
        var text = text
        text.withUTF8 { text in
            if text.contains(where: { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 }) {
                for byte in text { put(escaped: byte) }
            } else {
                append(contentsOf: text)
            }
        }
        append(0x22)
    }

    private mutating func put(escaped byte: UInt8) {
        switch byte {
        case 0x22, 0x5C:
            append(0x5C)
            append(byte)
        case 0..<0x20:
            put("\\u00" as StaticString)
            append(byte < 0x10 ? 0x30 : 0x31)
            append("0123456789abcdef".utf8.map { $0 }[Int(byte & 0x0F)])
        default: append(byte)
        }
    }
}
