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
    public func write(_ cells: [Cell], _ bytes: inout [UInt8]) { write(cells, [[]], &bytes) }

    /// Rows that begin alike: `first`, then what each row has for the other names.
    public func write(_ first: [Cell], _ rows: some Sequence<[Cell]>, _ bytes: inout [UInt8]) {
        var start: [UInt8] = []
        start.write(room(first)) { put(first, from: 0, &$0) }
        for row in rows {
            precondition(first.count + row.count == names.count, "a row has a cell for each name")
            bytes.write(start.count + room(row) + 2) { text in
                text.put(start)
                put(row, from: first.count, &text)
                text.put(form == .ndjson ? "}\n" as StaticString : "\r\n" as StaticString)
            }
        }
    }

    /// The most bytes that the cells take, with their names.
    private func room(_ cells: [Cell]) -> Int {
        cells.reduce(keys.count) { room, cell in
            // An escaped byte of JSON takes six; no other value takes more than an amount.
            if case .text(let text) = cell { room + text.utf8.count * 6 + 3 } else { room + 25 }
        }
    }

    /// Writes cells.
    ///
    /// - Parameter place: that of the name of the first of them.
    private func put(_ cells: [Cell], from place: Int, _ text: inout ByteCursor) {
        switch form {
        case .delimited(let delimited):
            for (index, cell) in cells.enumerated() {
                if place + index > 0 { text.put(delimited.separator) }
                put(cell, delimited, &text)
            }
        case .ndjson:
            keys.withUnsafeBytes { keys in
                var start = place == 0 ? 0 : keyEnds[place - 1]
                for (index, cell) in cells.enumerated() {
                    text.put(UnsafeRawBufferPointer(rebasing: keys[start..<keyEnds[place + index]]))
                    start = keyEnds[place + index]
                    put(cell, &text)
                }
            }
        }
    }

    private func put(_ cell: Cell, _ form: Delimited, _ text: inout ByteCursor) {
        switch cell {
        case .text(let field): text.put(field: field, form.separator)
        case .number(let number): text.put(signed: number)
        case .amount(let amount): text.put(amount, point: form.decimalPoint)
        case .day(let day): text.put(day)
        case .flag(let flag): text.put(flag ? "true" as StaticString : "false" as StaticString)
        case .none: break
        }
    }

    private func put(_ cell: Cell, _ text: inout ByteCursor) {
        switch cell {
        case .text(let string): text.put(json: string)
        case .number(let number): text.put(signed: number)
        case .amount(let amount): text.put(signed: amount.cents)
        case .day(let day):
            text.put(0x22)
            text.put(day)
            text.put(0x22)
        case .flag(let flag): text.put(flag ? "true" as StaticString : "false" as StaticString)
        case .none: text.put("null" as StaticString)
        }
    }
}

extension ByteCursor {
    /// A field of RFC 4180, between quotes when it holds what separates fields or lines.
    fileprivate mutating func put(field text: String, _ separator: UInt8) {
        var text = text
        text.withUTF8 { text in
            guard text.contains(where: { $0 == separator || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
                return put(UnsafeRawBufferPointer(text))
            }
            put(0x22)
            for byte in text {
                if byte == 0x22 { put(0x22) }
                put(byte)
            }
            put(0x22)
        }
    }

    /// A JSON string.
    fileprivate mutating func put(json text: String) {
        put(0x22)
        var text = text
        text.withUTF8 { text in
            if text.contains(where: { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 }) {
                for byte in text { put(escaped: byte) }
            } else {
                put(UnsafeRawBufferPointer(text))
            }
        }
        put(0x22)
    }

    private mutating func put(escaped byte: UInt8) {
        switch byte {
        case 0x22, 0x5C:
            put(0x5C)
            put(byte)
        case 0..<0x20:
            put("\\u00" as StaticString)
            put(byte < 0x10 ? 0x30 : 0x31)
            put("0123456789abcdef".utf8.map { $0 }[Int(byte & 0x0F)])
        default: put(byte)
        }
    }
}
