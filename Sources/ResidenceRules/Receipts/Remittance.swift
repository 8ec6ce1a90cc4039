public import LedgerValues

/// Who pays.
public enum Payer: String, Sendable, CaseIterable {
    case tenant
    /// *Tiers payeur*: somebody who owes nothing himself.
    case thirdParty = "third_party"
    /// *Caution solidaire* (R-124).
    case guarantor
    /// *Caisse d'allocations familiales* (R-200).
    case caf

    /// Those who may pay any debt; the CAF pays the rent of one month.
    public static let ofAnyDebt = allCases.filter(\.mayPayAnyDebt)

    /// Whether this one may pay any debt.
    public var mayPayAnyDebt: Bool {
        switch self {
        case .tenant, .thirdParty, .guarantor: true
        case .caf: false
        }
    }
}

/// How money came in: it chooses the account of the books (design 5).
public enum Means: String, Sendable, CaseIterable {
    /// *Virement*.
    case transfer
    /// *Carte bancaire*.
    case card
    /// *Prélèvement*.
    case directDebit = "direct_debit"
    case cheque
    /// *Espèces*, at the cash desk.
    case cash
}

/// Who paid, and how.
public struct Remittance: Hashable, Sendable {
    public let payer: Payer
    public let means: Means

    public init(payer: Payer = .tenant, means: Means = .transfer) {
        self.payer = payer
        self.means = means
    }
}

/// A debt by the name that its debtor gives it: `rent-2026-10`, `indemnity-2026-10`, or `charge-123` for the service,
/// damage or cost charged by the event at position 123.
public enum LineName: Hashable, Sendable {
    case rent(Month)
    case indemnity(Month)
    /// The log position of the fact that charged it.
    case sundry(position: Int64)

    /// Nil when `text` is no name of a line: months from 2000 to 2099, positions of at most 15 digits.
    public init?(_ text: String) {
        guard let dash = text.firstIndex(of: "-") else { return nil }
        let rest = text[text.index(after: dash)...]
        switch text[..<dash] {
        case "rent", "indemnity":
            guard rest.hasPrefix("20"), let month = Month(rest) else { return nil }
            self = text[..<dash] == "rent" ? .rent(month) : .indemnity(month)
        case "charge":
            guard (1...15).contains(rest.utf8.count), rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                rest.first != "0", let position = Int64(rest)
            else { return nil }
            self = .sundry(position: position)
        default: return nil
        }
    }

    public var text: String {
        switch self {
        case .rent(let month): "rent-\(month)"
        case .indemnity(let month): "indemnity-\(month)"
        case .sundry(let position): "charge-\(position)"
        }
    }

    /// Whether this names `line`.
    public func names(_ line: ChargeLine) -> Bool {
        switch (self, line.composition) {
        case (.rent(let month), .rent), (.indemnity(let month), .indemnity): line.from.month == month
        case (.sundry(let position), .sundry(_, let charged)): position == charged
        case (.rent, _), (.indemnity, _), (.sundry, _): false
        }
    }

    /// The month it names; nil for a charge.
    var month: Month? {
        switch self {
        case .rent(let month), .indemnity(let month): month
        case .sundry: nil
        }
    }

    /// Whether it may name a line of a month that has not begun by the end of `day`.
    func isAhead(of day: CalendarDate) -> Bool { month.map { $0.first > day } ?? false }
}
