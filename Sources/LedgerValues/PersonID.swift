/// The opaque identifier of a person: 32 lower-case hexadecimal digits, drawn at random and never given by a client.
///
/// A person holds contracts; tenant codes name housing files, and the INE stays in the person store.
public struct PersonID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil when `text` is not 32 lower-case hexadecimal digits.
    public init?(_ text: String) {
        let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard text.utf8.count == 32, text.utf8.allSatisfy(isDigit) else { return nil }
        self.text = text
    }

    public var description: String { text }
    public static func < (left: PersonID, right: PersonID) -> Bool { left.text < right.text }
}

/// A part of what is kept about a person; each is encrypted, committed to and changed by itself.
public enum PersonSection: String, CaseIterable, Comparable, Sendable {
    /// *Coordonnées bancaires*: holder, IBAN, BIC.
    case bank
    /// *Coordonnées*: address, mail, phone.
    case contact
    /// *État civil*: names, birth day.
    case identity
    /// *Identifiant national étudiant* (R-002).
    case ine

    public static func < (left: PersonSection, right: PersonSection) -> Bool { left.rawValue < right.rawValue }
}
