internal import COpenSSL
import Glibc
public import LedgerValues

/// What a time-stamping authority vouches for: some bytes existed at a moment of its clock (RFC 3161 §2.4.2).
public struct Timestamp: Hashable, Sendable {
    /// When the authority stamped them, to the second.
    public let time: Instant

    /// The authority's own number of the stamp, in hexadecimal digits.
    public let serial: String

    /// Checks an answer of an authority.
    ///
    /// Its certificates are judged as of the moment of the stamp, so that a stamp outlives them; whether one was revoked
    /// since is not asked.
    ///
    /// - Parameters:
    ///   - answer: the response in DER.
    ///   - message: what was to be stamped.
    ///   - request: what was asked; where it is given, the answer must repeat its nonce.
    ///   - authorities: a PEM file with the root certificates that are trusted.
    /// - Throws: ``TimestampFault``.
    public init(
        checking answer: [UInt8], over message: [UInt8], askedBy request: TimestampRequest?,
        trusting authorities: String
    ) throws(TimestampFault) {
        guard let response = Self.parsed(answer) else { throw .unreadable }
        defer { TS_RESP_free(response) }
        if let request, TimestampRequest(over: message, nonce: 0).imprint != request.imprint {
            throw .otherRequest
        }
        guard let info = TS_RESP_get_tst_info(response), let time = Self.seconds(TS_TST_INFO_get_time(info)) else {
            throw .refused(Self.status(of: response))
        }
        guard let store = X509_STORE_new() else { preconditionFailure("libcrypto has no memory") }
        defer { X509_STORE_free(store) }
        guard X509_STORE_load_file(store, authorities) == 1 else {
            ERR_clear_error()
            throw .authorities(authorities)
        }
        X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), time)
        guard Self.isValid(response, over: message, askedBy: request, trusting: store) else {
            throw .untrusted(Self.reason())
        }
        self.time = Instant(microseconds: Int64(time) * 1_000_000)
        serial = Self.hexadecimal(TS_TST_INFO_get_serial(info))
    }

    /// Version, signature, certificates, the hash of the message, and the nonce where a request is given.
    private static func isValid(
        _ response: OpaquePointer, over message: [UInt8], askedBy request: TimestampRequest?,
        trusting store: OpaquePointer
    ) -> Bool {
        let context = TS_VERIFY_CTX_new()
        defer { TS_VERIFY_CTX_free(context) }
        var flags = TS_VFY_SIGNATURE | TS_VFY_VERSION | TS_VFY_DATA
        if let asked = request?.parsed() {
            defer { TS_REQ_free(asked) }
            // Takes the nonce over; the imprint it takes too is not looked at, since the data are.
            TS_REQ_to_TS_VERIFY_CTX(asked, context)
            if TS_REQ_get_nonce(asked) != nil { flags |= TS_VFY_NONCE }
        }
        TS_VERIFY_CTX_set_flags(context, Int32(flags))
        X509_STORE_up_ref(store)
        TS_VERIFY_CTX_set_store(context, store)
        return message.withUnsafeBytes { bytes in
            // The context frees it, and reads it only here.
            TS_VERIFY_CTX_set_data(context, BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)))
            return TS_RESP_verify_response(context, response) == 1
        }
    }

    private static func parsed(_ bytes: [UInt8]) -> OpaquePointer? {
        defer { ERR_clear_error() }
        return bytes.withUnsafeBufferPointer { buffer in
            var next = buffer.baseAddress
            guard let response = d2i_TS_RESP(nil, &next, buffer.count) else { return nil }
            if next == buffer.baseAddress.map({ $0 + buffer.count }) { return response }
            TS_RESP_free(response)
            return nil
        }
    }

    /// Seconds since 1970.
    private static func seconds(_ time: UnsafePointer<ASN1_GENERALIZEDTIME>?) -> time_t? {
        var parts = tm()
        guard let time, ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return timegm(&parts)
    }

    /// The status of an answer that stamps nothing: 2 rejection, 3 waiting, 4 and 5 about revocation.
    private static func status(of response: OpaquePointer) -> Int {
        TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response)).map { ASN1_INTEGER_get($0) } ?? -1
    }

    /// The oldest reason that libcrypto gives, and forgets them all.
    private static func reason() -> String {
        defer { ERR_clear_error() }
        return ERR_reason_error_string(ERR_peek_error()).map { String(cString: $0) } ?? "it is not valid"
    }

    private static func hexadecimal(_ number: UnsafePointer<ASN1_INTEGER>?) -> String {
        let value = ASN1_INTEGER_to_BN(number, nil)
        defer { BN_free(value) }
        guard let text = BN_bn2hex(value) else { return "" }
        defer { CRYPTO_free(text, #file, #line) }
        return String(cString: text)
    }
}

/// Why an answer of a time-stamping authority proves nothing.
public enum TimestampFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is no response of RFC 3161.
    case unreadable
    /// The authority stamped nothing; its status.
    case refused(Int)
    /// The request was made over other bytes.
    case otherRequest
    /// The file of trusted certificates cannot be read.
    case authorities(String)
    /// The stamp is not over these bytes, not for this request, or not by somebody trusted.
    case untrusted(String)

    public var description: String {
        switch self {
        case .unreadable: "the answer is no time-stamp response (RFC 3161)"
        case .refused(let status): "the authority refused to stamp: status \(status) (RFC 3161 §2.4.2)"
        case .otherRequest: "the request was made over another checkpoint"
        case .authorities(let path): "\(path) holds no certificate in PEM"
        case .untrusted(let reason): "the stamp is not to be trusted: \(reason)"
        }
    }
}

extension TimestampRequest {
    /// What the request wants stamped.
    fileprivate var imprint: [UInt8] {
        guard let request = parsed() else { return [] }
        defer { TS_REQ_free(request) }
        let message = TS_MSG_IMPRINT_get_msg(TS_REQ_get_msg_imprint(request))
        return Array(
            UnsafeBufferPointer(start: ASN1_STRING_get0_data(message), count: Int(ASN1_STRING_length(message))))
    }
}
