internal import Glibc

extension UnsafeBufferPointer<UInt8> {
    /// Whether these are the same bytes.
    public func holds(_ bytes: [UInt8]) -> Bool {
        guard count == bytes.count else { return false }
        guard let start = baseAddress else { return true }
        return bytes.withUnsafeBytes { other in
            other.baseAddress.map { memcmp(start, $0, count) == 0 } ?? bytes.isEmpty
        }
    }
}
