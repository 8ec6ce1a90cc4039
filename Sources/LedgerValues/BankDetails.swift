/// The number of a bank account (ISO 13616), in its electronic form: capitals and digits without spaces.
public struct IBAN: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil when the form, the length (27 for France and Monaco, else 15 to 34) or the check digits are wrong.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let isCapital: (UInt8) -> Bool = { (0x41...0x5A).contains($0) }
        let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
        guard (15...34).contains(bytes.count), bytes[..<2].allSatisfy(isCapital), bytes[2..<4].allSatisfy(isDigit),
            bytes.allSatisfy({ isCapital($0) || isDigit($0) })
        else { return nil }
        if text.hasPrefix("FR") || text.hasPrefix("MC"), bytes.count != 27 { return nil }
        let remainder = (bytes[4...] + bytes[..<4]).reduce(0) { remainder, byte in
            isDigit(byte) ? (remainder * 10 + Int(byte - 0x30)) % 97 : (remainder * 100 + Int(byte - 0x41) + 10) % 97
        }
        guard remainder == 1 else { return nil }
        self.text = text
    }

    public var description: String { text }
}

/// The code of a bank (ISO 9362): four letters or digits, a country, two and perhaps three more letters or digits.
public struct BIC: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil when `text` is not 8 or 11 characters of that form.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let isCapital: (UInt8) -> Bool = { (0x41...0x5A).contains($0) }
        guard bytes.count == 8 || bytes.count == 11, bytes[4..<6].allSatisfy(isCapital),
            bytes.allSatisfy({ isCapital($0) || (0x30...0x39).contains($0) })
        else { return nil }
        self.text = text
    }

    public var description: String { text }
}

/// *Relevé d'identité bancaire*: where a refund goes.
public struct BankDetails: Hashable, Sendable {
    /// 1 to 70 characters, as ISO 20022 allows for a name.
    public let holder: String
    public let iban: IBAN
    /// Nil within the SEPA, which finds the bank by the IBAN.
    public let bic: BIC?

    public init(holder: String, iban: IBAN, bic: BIC? = nil) {
        self.holder = holder
        self.iban = iban
        self.bic = bic
    }
}
