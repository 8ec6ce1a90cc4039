internal import COpenSSL
import EventLog

/// What libcrypto does for the person store. A failure inside it stops the process: there is no safe way on.
enum Cryptography {
    /// Bytes of a key, and of a salt.
    static let keyBytes = 32
    /// Bytes of the nonce of AES-GCM (NIST SP 800-38D §8.2).
    static let nonceBytes = 12
    private static let tagBytes = 16

    /// Bytes that nobody can foretell.
    static func random(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        precondition(RAND_bytes(&bytes, Int32(count)) == 1, "libcrypto gives no random bytes")
        return bytes
    }

    /// HKDF with SHA-256 (RFC 5869): another key of `count` bytes for each `salt` and `info`.
    static func derive(
        _ secret: [UInt8], salt: [UInt8] = [UInt8](repeating: 0, count: keyBytes), info: [UInt8], count: Int = keyBytes
    ) -> [UInt8] {
        let extracted = authenticate(secret, under: salt)
        var block: [UInt8] = []
        var output: [UInt8] = []
        for counter in 1...UInt8((count + Digest.byteCount - 1) / Digest.byteCount) {
            block = authenticate(block + info + [counter], under: extracted)
            output += block
        }
        return Array(output.prefix(count))
    }

    /// HMAC with SHA-256 (RFC 2104).
    static func authenticate(_ message: [UInt8], under key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Digest.byteCount)
        var count = 0
        let made = EVP_Q_mac(
            nil, "HMAC", nil, "SHA256", nil, key, key.count, message, message.count, &code, code.count, &count)
        precondition(made != nil && count == code.count, "libcrypto makes no HMAC")
        return code
    }

    /// AES-256-GCM: the ciphertext and its tag of 16 bytes, which vouches for `context` too.
    static func seal(_ plaintext: [UInt8], under key: [UInt8], nonce: [UInt8], context: [UInt8]) -> [UInt8] {
        precondition(key.count == keyBytes && nonce.count == nonceBytes, "AES-256-GCM wants 32 and 12 bytes")
        let cipher = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(cipher) }
        var sealed = [UInt8](repeating: 0, count: plaintext.count + tagBytes)
        var count: Int32 = 0
        let isSealed =
            EVP_EncryptInit_ex2(cipher, EVP_aes_256_gcm(), key, nonce, nil) == 1
            && EVP_EncryptUpdate(cipher, nil, &count, context, Int32(context.count)) == 1
            && EVP_EncryptUpdate(cipher, &sealed, &count, plaintext, Int32(plaintext.count)) == 1
            && Int(count) == plaintext.count
            && sealed.withUnsafeMutableBytes { bytes in
                // GCM is a stream: nothing is left to be written but the tag.
                let end = bytes.baseAddress?.advanced(by: plaintext.count)
                return EVP_EncryptFinal_ex(cipher, end?.assumingMemoryBound(to: UInt8.self), &count) == 1
                    && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, Int32(tagBytes), end) == 1
            }
        precondition(isSealed, "libcrypto does not encrypt")
        return sealed
    }

    /// What ``seal(_:under:nonce:context:)`` was given; nil when key, nonce, context or a single bit is another.
    static func open(_ sealed: [UInt8], under key: [UInt8], nonce: [UInt8], context: [UInt8]) -> [UInt8]? {
        guard key.count == keyBytes, nonce.count == nonceBytes, sealed.count >= tagBytes else { return nil }
        let cipher = EVP_CIPHER_CTX_new()
        defer { EVP_CIPHER_CTX_free(cipher) }
        var tag = Array(sealed.suffix(tagBytes))
        var plaintext = [UInt8](repeating: 0, count: sealed.count)
        let length = sealed.count - tagBytes
        var count: Int32 = 0
        let isOpened =
            EVP_DecryptInit_ex2(cipher, EVP_aes_256_gcm(), key, nonce, nil) == 1
            && EVP_DecryptUpdate(cipher, nil, &count, context, Int32(context.count)) == 1
            && EVP_DecryptUpdate(cipher, &plaintext, &count, sealed, Int32(length)) == 1
            && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, Int32(tagBytes), &tag) == 1
        guard isOpened else { preconditionFailure("libcrypto does not decrypt") }
        var rest = [UInt8](repeating: 0, count: tagBytes)
        guard EVP_DecryptFinal_ex(cipher, &rest, &count) == 1 else { return nil }
        return Array(plaintext.prefix(length))
    }
}
