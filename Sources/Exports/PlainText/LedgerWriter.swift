import LedgerValues
import Projections

/// A journal that `hledger` and `ledger` read: one transaction an entry, with its log position and contract as tags.
public struct LedgerWriter: BookWriter, Sendable {
    private let chart: ChartOfAccounts
    /// The contracts' accounts that were declared.
    private var declared: Set<String> = []

    public init(_ chart: ChartOfAccounts) { self.chart = chart }

    public mutating func begin(_ bytes: inout [UInt8]) {
        bytes.put("commodity 1000.00 EUR\n\n" as StaticString)
        for account in Account.allCases {
            bytes.put("account \(chart[account].number)\n    ; \(Self.plain(chart[account].label))\n")
        }
        for result in ResultAccount.allCases {
            bytes.put("account \(chart[result].number)\n    ; \(Self.plain(chart[result].label))\n")
        }
        bytes.append(0x0A)
    }

    public mutating func write(_ entry: BookEntry, _ bytes: inout [UInt8]) {
        for line in entry.lines {
            guard let party = line.party else { continue }
            let name = "\(line.account.number):\(party.number)"
            if declared.insert(name).inserted { bytes.put("account \(name)\n") }
        }
        bytes.put(entry.accountingOn)
        bytes.put(" * (" as StaticString)
        bytes.put(entry, in: chart)
        bytes.put(") " as StaticString)
        bytes.put(Self.plain(entry.label))
        bytes.append(0x0A)
        if let position = entry.position {
            bytes.put("    ; position: " as StaticString)
            bytes.put(UInt64(position))
            bytes.append(0x0A)
        }
        if entry.effectiveOn != entry.accountingOn {
            bytes.put("    ; effective: " as StaticString)
            bytes.put(entry.effectiveOn)
            bytes.append(0x0A)
        }
        for line in entry.lines {
            bytes.put("    " as StaticString)
            bytes.put(line.account.number)
            if let party = line.party {
                bytes.append(0x3A)
                bytes.put(party.number)
            }
            bytes.put("  " as StaticString)
            bytes.put(line.amount, point: 0x2E)
            bytes.put(" EUR\n" as StaticString)
            if let party = line.party {
                bytes.put("    ; contract: " as StaticString)
                bytes.put(party.contract.text)
                if let code = party.tenantCode {
                    bytes.put("\n    ; tenant: " as StaticString)
                    bytes.put(code.text)
                }
                bytes.append(0x0A)
            }
            if let mark = line.lettering {
                bytes.put("    ; letter: " as StaticString)
                bytes.put(mark.code)
                bytes.append(0x0A)
            }
        }
        bytes.append(0x0A)
    }

    public mutating func end(_ bytes: inout [UInt8]) {}

    /// A semicolon would begin a comment.
    private static func plain(_ text: String) -> String {
        text.utf8.contains(0x3B) ? String(text.map { $0 == ";" ? "," : $0 }) : text
    }
}

extension [UInt8] {
    /// `VT2026-000123`.
    mutating func put(_ entry: BookEntry, in chart: ChartOfAccounts) {
        put(chart[entry.journal].code)
        put(UInt64(entry.year), width: 4)
        append(0x2D)
        put(UInt64(entry.number), width: 6)
    }
}
