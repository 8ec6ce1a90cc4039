import LedgerValues
import Projections

/// A journal that `beancount` reads: one transaction an entry, with its log position and contract as metadata.
public struct BeancountWriter: BookWriter, Sendable {
    private let chart: ChartOfAccounts
    private let roots: [String: StaticString]
    private var opened: Set<String> = []

    public init(_ chart: ChartOfAccounts) {
        self.chart = chart
        var roots: [String: StaticString] = [:]
        for account in Account.allCases { roots[chart[account].number] = account.root }
        for result in ResultAccount.allCases { roots[chart[result].number] = "Equity:" }
        self.roots = roots
    }

    public mutating func begin(_ bytes: inout [UInt8]) {
        bytes.put("option \"title\" \"Quittance\"\noption \"operating_currency\" \"EUR\"\n\n" as StaticString)
    }

    public mutating func write(_ entry: BookEntry, _ bytes: inout [UInt8]) {
        let names = entry.lines.map(name)
        for (name, line) in zip(names, entry.lines) where opened.insert(name).inserted {
            // Days of the ledger begin with 2000 (decision 0019).
            bytes.put("2000-01-01 open " as StaticString)
            bytes.put(name)
            bytes.put(" EUR\n  label: " as StaticString)
            bytes.put(quoted: line.party?.label ?? line.account.label)
            bytes.append(0x0A)
        }
        bytes.put(entry.accountingOn)
        bytes.put(" * " as StaticString)
        bytes.put(quoted: entry.label)
        bytes.put(" ^" as StaticString)
        bytes.put(entry, in: chart)
        bytes.append(0x0A)
        if let position = entry.position {
            bytes.put("  position: " as StaticString)
            bytes.put(UInt64(position))
            bytes.append(0x0A)
        }
        if entry.effectiveOn != entry.accountingOn {
            bytes.put("  effective: " as StaticString)
            bytes.put(entry.effectiveOn)
            bytes.append(0x0A)
        }
        for (name, line) in zip(names, entry.lines) {
            bytes.put("  " as StaticString)
            bytes.put(name)
            bytes.put("  " as StaticString)
            bytes.put(line.amount, point: 0x2E)
            bytes.put(" EUR\n" as StaticString)
            if let party = line.party {
                bytes.put("    contract: " as StaticString)
                bytes.put(quoted: party.contract.text)
                bytes.append(0x0A)
            }
            if let mark = line.lettering {
                bytes.put("    letter: " as StaticString)
                bytes.put(quoted: mark.code)
                bytes.append(0x0A)
            }
        }
        bytes.append(0x0A)
    }

    public mutating func end(_ bytes: inout [UInt8]) {}

    /// `Assets:4111:C00000231`.
    private func name(_ line: BookEntry.Line) -> String {
        let root = roots[line.account.number] ?? "Equity:"
        return "\(root)\(line.account.number)" + (line.party.map { ":" + $0.number } ?? "")
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

extension Account {
    /// The first word of its name, which says what kind of account it is.
    fileprivate var root: StaticString {
        switch self {
        case .tenants, .cardReceipts, .treasury, .depositsInTransit, .cashDesk: "Assets:"
        case .depositsHeld, .advancesHeld, .valueAddedTax, .refundsPayable, .unallocatedReceipts: "Liabilities:"
        case .openingBalance: "Equity:"
        case .bareRent, .serviceCharges, .furniture, .flatRent, .recoveredCosts, .shortStays, .servicesAndDamage,
            .occupationIndemnities, .forfeitedAdvances, .keptCredits:
            "Income:"
        case .irrecoverableDebts, .extinguishedDebts: "Expenses:"
        }
    }
}
