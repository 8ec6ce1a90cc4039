internal import COpenSSL

/// A private Ed25519 key (RFC 8032), used through libcrypto.
public struct SigningKey: Sendable {
    /// The number of bytes of a seed, and of a public key.
    public static let byteCount = 32

    /// The 32 secret bytes from which everything else follows.
    public let seed: [UInt8]

    /// The 32 bytes that anybody may know.
    public let publicKey: [UInt8]

    /// The key of a seed; nil when it does not have 32 bytes.
    public init?(seed: [UInt8]) {
        guard seed.count == Self.byteCount,
            let key = EVP_PKEY_new_raw_private_key_ex(nil, "ED25519", nil, seed, seed.count)
        else { return nil }
        defer { EVP_PKEY_free(key) }
        var publicKey = [UInt8](repeating: 0, count: Self.byteCount)
        var count = publicKey.count
        guard EVP_PKEY_get_raw_public_key(key, &publicKey, &count) == 1, count == Self.byteCount else { return nil }
        self.seed = seed
        self.publicKey = publicKey
    }

    /// The 64 bytes of the signature of `message`. A failure inside libcrypto stops the process.
    public func signature(of message: [UInt8]) -> [UInt8] {
        let key = EVP_PKEY_new_raw_private_key_ex(nil, "ED25519", nil, seed, seed.count)
        let context = EVP_MD_CTX_new()
        defer {
            EVP_MD_CTX_free(context)
            EVP_PKEY_free(key)
        }
        var signature = [UInt8](repeating: 0, count: Ed25519.signatureByteCount)
        var count = signature.count
        let signed =
            EVP_DigestSignInit_ex(context, nil, nil, nil, nil, key, nil) == 1
            && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
        precondition(signed && count == Ed25519.signatureByteCount, "libcrypto does not sign")
        return signature
    }
}

/// Ed25519 signatures (RFC 8032).
public enum Ed25519 {
    /// The number of bytes of a signature.
    public static let signatureByteCount = 64

    /// Whether `signature` is the one of `message` by the owner of `publicKey`.
    public static func isValid(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard signature.count == signatureByteCount, publicKey.count == SigningKey.byteCount,
            let key = EVP_PKEY_new_raw_public_key_ex(nil, "ED25519", nil, publicKey, publicKey.count)
        else { return false }
        let context = EVP_MD_CTX_new()
        defer {
            EVP_MD_CTX_free(context)
            EVP_PKEY_free(key)
        }
        return EVP_DigestVerifyInit_ex(context, nil, nil, nil, nil, key, nil) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
}
