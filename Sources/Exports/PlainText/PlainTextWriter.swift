import LedgerValues

/// A journal of plain text: one transaction an entry, with its log position and contract beside it. An account is
/// declared before the first entry that moves it.
public struct PlainTextWriter: BookWriter {
    public enum Dialect: Sendable {
        /// What `hledger` and `ledger` read.
        case ledger
        case beancount
    }

    /// Some entries, and where each account that moves among them has to be declared, unless it was.
    public struct Piece: Sendable {
        fileprivate var bytes: [UInt8] = []
        fileprivate var firsts: [(name: String, label: String, offset: Int)] = []
        fileprivate var met: Set<String> = []
    }

    private let dialect: Dialect
    private var declared: Set<String> = []

    public init(_ dialect: Dialect) { self.dialect = dialect }

    public func begin(_ bytes: inout [UInt8]) {
        switch dialect {
        // In the words that `hledger check --strict` and `ledger --pedantic` have in common.
        case .ledger:
            bytes.put("commodity EUR\n    format 1000.00 EUR\n\n" as StaticString)
            bytes.put("tag position\ntag effective\ntag contract\ntag tenant\ntag letter\n\n" as StaticString)
        case .beancount:
            bytes.put("option \"title\" \"Quittance\"\noption \"operating_currency\" \"EUR\"\n\n" as StaticString)
        }
    }

    public var emptyPiece: Piece { Piece() }

    public func write(_ entry: BookEntry, _ piece: inout Piece) {
        let names = entry.lines.map(name)
        for (name, line) in zip(names, entry.lines) where piece.met.insert(name).inserted {
            piece.firsts.append((name, line.party?.label ?? line.account.label, piece.bytes.count))
        }
        write(entry, names, &piece.bytes)
    }

    public mutating func take(_ piece: Piece, _ bytes: inout [UInt8]) {
        var taken = 0
        for first in piece.firsts where declared.insert(first.name).inserted {
            bytes += piece.bytes[taken..<first.offset]
            taken = first.offset
            declare(first.name, first.label, &bytes)
        }
        bytes += piece.bytes[taken...]
    }

    private func write(_ entry: BookEntry, _ names: [String], _ bytes: inout [UInt8]) {
        title(entry, &bytes)
        if let position = entry.position {
            note("position", isPosting: false, &bytes) { $0.put(UInt64(position)) }
        }
        if entry.effectiveOn != entry.accountingOn {
            note("effective", isPosting: false, &bytes) { $0.put(entry.effectiveOn) }
        }
        for (name, line) in zip(names, entry.lines) {
            bytes.put(dialect == .ledger ? "    " as StaticString : "  " as StaticString)
            bytes.put(name)
            bytes.put("  " as StaticString)
            bytes.put(line.amount, point: 0x2E)
            bytes.put(" EUR\n" as StaticString)
            if let party = line.party {
                note("contract", party.contract.text, &bytes)
                if let code = party.tenantCode { note("tenant", code.text, &bytes) }
            }
            if let mark = line.lettering { note("letter", mark.code, &bytes) }
        }
        bytes.append(0x0A)
    }

    public func end(_ bytes: inout [UInt8], flush: (inout [UInt8]) throws -> Void) {}

    /// `4111:C00000231` or `Assets:4111:C00000231`.
    private func name(_ line: BookEntry.Line) -> String {
        let root = dialect == .ledger ? "" : line.account.kind.root
        return root + line.account.number + (line.party.map { ":" + $0.number } ?? "")
    }

    private func declare(_ name: String, _ label: String, _ bytes: inout [UInt8]) {
        switch dialect {
        case .ledger:
            bytes.put("account " as StaticString)
            bytes.put(name)
            bytes.put("\n    ; " as StaticString)
            bytes.put(Self.plain(label))
            bytes.put("\n\n" as StaticString)
        case .beancount:
            // Days of the ledger begin with 2000 (decision 0019).
            bytes.put("2000-01-01 open " as StaticString)
            bytes.put(name)
            bytes.put(" EUR\n  label: " as StaticString)
            bytes.put(quoted: label)
            bytes.append(0x0A)
        }
    }

    private func title(_ entry: BookEntry, _ bytes: inout [UInt8]) {
        bytes.put(entry.accountingOn)
        bytes.put(" * " as StaticString)
        switch dialect {
        case .ledger:
            bytes.append(0x28)
            Self.put(entry, &bytes)
            bytes.put(") " as StaticString)
            bytes.put(Self.plain(entry.label))
        case .beancount:
            bytes.put(quoted: entry.label)
            bytes.put(" ^" as StaticString)
            Self.put(entry, &bytes)
        }
        bytes.append(0x0A)
    }

    /// `VT2026-000123`.
    private static func put(_ entry: BookEntry, _ bytes: inout [UInt8]) {
        bytes.put(entry.journal.code)
        bytes.put(UInt64(entry.year), width: 4)
        bytes.append(0x2D)
        bytes.put(UInt64(entry.number), width: 6)
    }

    private func note(_ name: StaticString, _ value: String, _ bytes: inout [UInt8]) {
        note(name, isPosting: true, &bytes) { bytes in
            switch dialect {
            case .ledger: bytes.put(value)
            case .beancount: bytes.put(quoted: value)
            }
        }
    }

    private func note(
        _ name: StaticString, isPosting: Bool, _ bytes: inout [UInt8], _ value: (inout [UInt8]) -> Void
    ) {
        switch dialect {
        case .ledger: bytes.put("    ; " as StaticString)
        case .beancount: bytes.put(isPosting ? "    " as StaticString : "  " as StaticString)
        }
        bytes.put(name)
        bytes.put(": " as StaticString)
        value(&bytes)
        bytes.append(0x0A)
    }

    /// A semicolon would begin a comment.
    private static func plain(_ text: String) -> String {
        text.utf8.contains(0x3B) ? String(text.map { $0 == ";" ? "," : $0 }) : text
    }
}

extension [UInt8] {
    /// Text between double quotes.
    fileprivate mutating func put(quoted text: String) {
        append(0x22)
        for byte in text.utf8 {
            if byte == 0x22 || byte == 0x5C { append(0x5C) }
            append(byte)
        }
        append(0x22)
    }
}

extension ChartOfAccounts.Kind {
    /// The first word of an account's name in beancount.
    fileprivate var root: String {
        switch self {
        case .asset: "Assets:"
        case .liability: "Liabilities:"
        case .equity: "Equity:"
        case .income: "Income:"
        case .expense: "Expenses:"
        }
    }
}
