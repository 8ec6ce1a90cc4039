import EventLog
import LedgerValues

/// The secrets of one person. Whoever loses them loses everything that is kept about the person.
struct PersonKey {
    private let secret: [UInt8]
    private let salt: [UInt8]

    /// New secrets from the system's randomness.
    static func random() -> PersonKey {
        PersonKey(secret: Cryptography.random(Cryptography.keyBytes), salt: Cryptography.random(Cryptography.keyBytes))
    }

    init(secret: [UInt8], salt: [UInt8]) {
        self.secret = secret
        self.salt = salt
    }

    /// What the key file keeps.
    var stored: (secret: [UInt8], salt: [UInt8]) { (secret, salt) }

    /// A key for one use only.
    func key(for use: Use) -> [UInt8] {
        Cryptography.derive(secret, info: Array("quittance/person/\(use.rawValue)".utf8))
    }

    enum Use: String {
        case records, requests
    }

    /// What the log commits to: SHA-256 over a salt of this record alone and its bytes.
    func commitment(to record: [UInt8], _ section: PersonSection, nonce: [UInt8]) -> Digest {
        SHA256.hash(commitmentSalt(section, nonce: nonce) + record)
    }

    /// The salt of one record: it follows from the person's salt, so that it is gone with it.
    func commitmentSalt(_ section: PersonSection, nonce: [UInt8]) -> [UInt8] {
        Cryptography.derive(salt, salt: nonce, info: Array("quittance/person/commitment/\(section.rawValue)".utf8))
    }

    /// What stands on a document with the person's name, so that nobody who lacks the document can guess its digest.
    func mark(of document: [UInt8]) -> [UInt8] {
        Cryptography.authenticate(
            document, under: Cryptography.derive(salt, info: Array("quittance/person/document".utf8)))
    }

    /// The hash by which a request with personal data is told from another one under the same key (design 3.10).
    func requestHash(_ request: [UInt8]) -> Digest {
        Cryptography.authenticate(request, under: key(for: .requests)).withUnsafeBytes { Digest(bytes: $0) }
    }
}
