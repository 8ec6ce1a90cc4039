public import EventLog
public import LedgerValues

/// A chart of accounts and journals that the books are written with from a day on, whole.
public struct ChartAdoption: Hashable, Sendable {
    public struct Account: Hashable, Sendable {
        /// What the ledger calls it, such as `tenants`: a code of small letters and underscores.
        public let role: String
        /// 3 to 16 digits.
        public let number: String
        /// 1 to 128 characters, no bar and no control character.
        public let label: String
        /// Whether it is kept contract by contract.
        public let isAuxiliary: Bool

        public init(role: String, number: String, label: String, isAuxiliary: Bool) {
            self.role = role
            self.number = number
            self.label = label
            self.isAuxiliary = isAuxiliary
        }
    }

    public struct Journal: Hashable, Sendable {
        /// What the ledger calls it, such as `sales`.
        public let role: String
        /// 2 to 8 capital letters and digits.
        public let code: String
        /// 1 to 128 characters, no bar and no control character.
        public let label: String

        public init(role: String, code: String, label: String) {
            self.role = role
            self.code = code
            self.label = label
        }
    }

    /// The first accounting day that it is for.
    public let from: CalendarDate
    /// Digest of the file that it was read from.
    public let file: Digest
    public let accounts: [Account]
    public let journals: [Journal]

    public init(from: CalendarDate, file: Digest, accounts: [Account], journals: [Journal]) {
        self.from = from
        self.file = file
        self.accounts = accounts
        self.journals = journals
    }

    static func isRole(_ text: String) -> Bool {
        (1...48).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") }
    }

    static func isNumber(_ text: String) -> Bool {
        (3...16).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    static func isCode(_ text: String) -> Bool {
        (2...8).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    }

    static func isLabel(_ text: String) -> Bool {
        (1...128).contains(text.unicodeScalars.count)
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "|" && $0.value != 0x7F }
    }
}
