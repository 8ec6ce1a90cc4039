internal import COpenSSL
internal import Glibc

/// SHA-256 (FIPS 180-4), computed by libcrypto.
public enum SHA256 {
    /// The digest of `bytes`. A failure inside libcrypto stops the process: no log can go on without its hash.
    public static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
        let context = SHA256Context.ofThisThread
        context.begin()
        context.update(bytes)
        return context.finish()
    }

    /// The digest of `bytes`.
    public static func hash(_ bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { hash($0) }
    }
}

/// The digest of bytes that come piece by piece, such as a file while it is written.
public final class SHA256Stream {
    private let context: SHA256Context

    public init() {
        guard let made = EVP_MD_CTX_new() else { preconditionFailure("libcrypto has no memory for a hashing context") }
        context = SHA256Context(pointer: made)
        context.begin()
    }

    deinit { context.free() }

    /// Adds the next bytes.
    public func add(_ bytes: UnsafeRawBufferPointer) { context.update(bytes) }

    /// The digest of everything added; nothing may be added after it.
    public func finish() -> Digest { context.finish() }
}

/// A libcrypto hashing context of the thread that uses it.
///
/// Creating a context costs about as much as hashing an event, so each thread keeps one until it ends. No function
/// suspends between `begin` and `finish`, so a thread never sees its context half used.
struct SHA256Context {
    fileprivate let pointer: OpaquePointer

    /// The context of the calling thread, made at its first use.
    static var ofThisThread: SHA256Context {
        if let kept = pthread_getspecific(key) { return SHA256Context(pointer: OpaquePointer(kept)) }
        guard let made = EVP_MD_CTX_new(), pthread_setspecific(key, UnsafeRawPointer(made)) == 0 else {
            preconditionFailure("libcrypto has no memory for a hashing context")
        }
        return SHA256Context(pointer: made)
    }

    @inline(__always)
    func begin() {
        let done = EVP_DigestInit_ex2(pointer, Self.algorithm, nil)
        precondition(done == 1, "libcrypto refuses to start SHA-256")
    }

    @inline(__always)
    func update(_ bytes: UnsafeRawBufferPointer) {
        let done = EVP_DigestUpdate(pointer, bytes.baseAddress, bytes.count)
        precondition(done == 1, "libcrypto refuses bytes for SHA-256")
    }

    @inline(__always)
    func finish() -> Digest {
        Digest { target in
            let done = EVP_DigestFinal_ex(pointer, target, nil)
            precondition(done == 1, "libcrypto does not finish SHA-256")
        }
    }

    fileprivate func free() { EVP_MD_CTX_free(pointer) }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        let code = pthread_key_create(&key) { kept in
            if let kept { EVP_MD_CTX_free(OpaquePointer(kept)) }
        }
        precondition(code == 0, "the process has no room for one more thread-specific key")
        return key
    }()

    // Safe to share: a fetched EVP_MD is immutable and counts its references atomically (OpenSSL, EVP_MD_fetch(3)), it is
    // written once by the lazy initialiser of a static, and it is never freed.
    nonisolated(unsafe) private static let algorithm: OpaquePointer = {
        guard let fetched = EVP_MD_fetch(nil, "SHA256", nil) else {
            preconditionFailure("libcrypto offers no SHA-256")
        }
        return fetched
    }()
}
