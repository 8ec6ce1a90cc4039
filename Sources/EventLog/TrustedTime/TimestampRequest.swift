internal import COpenSSL

/// What a time-stamping authority is asked: by when did these bytes exist (RFC 3161 §2.4.1).
public struct TimestampRequest: Hashable, Sendable {
    /// The request in DER, as it is sent with the type `application/timestamp-query`.
    public let bytes: [UInt8]

    /// Asks for a stamp over the SHA-256 of `message` and for the authority's certificate.
    ///
    /// - Parameter nonce: a number drawn for this request alone; the answer repeats it.
    public init(over message: [UInt8], nonce: UInt64) {
        let request = TS_REQ_new()
        let imprint = TS_MSG_IMPRINT_new()
        let algorithm = X509_ALGOR_new()
        let number = ASN1_INTEGER_new()
        defer {
            TS_REQ_free(request)
            TS_MSG_IMPRINT_free(imprint)
            X509_ALGOR_free(algorithm)
            ASN1_INTEGER_free(number)
        }
        var digest = SHA256.hash(message).withUnsafeBytes { Array($0) }
        var made =
            TS_REQ_set_version(request, 1) == 1
            && X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nil) == 1
            && TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1
            && TS_MSG_IMPRINT_set_msg(imprint, &digest, Int32(digest.count)) == 1
            && TS_REQ_set_msg_imprint(request, imprint) == 1
            && ASN1_INTEGER_set_uint64(number, nonce) == 1
            && TS_REQ_set_nonce(request, number) == 1
            && TS_REQ_set_cert_req(request, 1) == 1
        var bytes = [UInt8](repeating: 0, count: Int(max(0, i2d_TS_REQ(request, nil))))
        bytes.withUnsafeMutableBufferPointer { buffer in
            var end = buffer.baseAddress
            made = made && i2d_TS_REQ(request, &end) == buffer.count
        }
        precondition(made && !bytes.isEmpty, "libcrypto does not make a request")
        self.bytes = bytes
    }

    /// A request that was made before; nil when the bytes are none.
    public init?(_ bytes: [UInt8]) {
        guard let request = Self.parsed(bytes) else { return nil }
        TS_REQ_free(request)
        self.bytes = bytes
    }

    /// The request as libcrypto holds it; the caller frees it.
    func parsed() -> OpaquePointer? { Self.parsed(bytes) }

    private static func parsed(_ bytes: [UInt8]) -> OpaquePointer? {
        bytes.withUnsafeBufferPointer { buffer in
            var next = buffer.baseAddress
            guard let request = d2i_TS_REQ(nil, &next, buffer.count) else { return nil }
            if next == buffer.baseAddress.map({ $0 + buffer.count }) { return request }
            TS_REQ_free(request)
            return nil
        }
    }
}
