/// The part of an answer that a client asks for (RFC 9110 §14): one range of bytes.
struct ByteRange: Hashable {
    /// First byte, and the one after the last.
    let start: Int64
    let end: Int64

    enum Asked: Hashable {
        /// No range, or one in a form that is to be ignored.
        case whole
        case part(ByteRange)
        case unsatisfiable
    }

    /// What `header` asks of `size` bytes; several ranges are answered as the whole, which the RFC allows.
    static func asked(_ header: String?, of size: Int64) -> Asked {
        guard let header, header.hasPrefix("bytes="), !header.contains(",") else { return .whole }
        let parts = header.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return .whole }
        if parts[0].isEmpty {
            guard let last = Int64(parts[1]), last >= 0 else { return .whole }
            if last == 0 || size == 0 { return .unsatisfiable }
            return .part(ByteRange(start: max(0, size - last), end: size))
        }
        guard let start = Int64(parts[0]), start >= 0 else { return .whole }
        let last = parts[1].isEmpty ? size - 1 : Int64(parts[1])
        guard let last, last >= start || parts[1].isEmpty else { return .whole }
        if start >= size { return .unsatisfiable }
        return .part(ByteRange(start: start, end: min(last, size - 1) + 1))
    }
}
