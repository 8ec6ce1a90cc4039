internal import Glibc

extension UnsafeBufferPointer<UInt8> {
    /// Whether they are the same bytes.
    public func holds(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { holds($0[...]) } }

    /// Whether they are the same bytes, which stand among others.
    public func holds(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        guard count == bytes.count else { return false }
        guard let start = baseAddress, let other = UnsafeRawBufferPointer(rebasing: bytes).baseAddress else {
            return isEmpty
        }
        return memcmp(start, other, count) == 0
    }
}
