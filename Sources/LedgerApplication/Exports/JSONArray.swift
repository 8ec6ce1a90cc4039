import Synchronization

/// Makes one JSON array of lines that are JSON each, piece by piece.
final class JSONArray: Sendable {
    private struct State {
        var isEmpty = true
        /// Whether a line ended and it is not known yet whether another one follows.
        var isBetween = false
    }

    private let sink: @Sendable (ArraySlice<UInt8>) throws -> Void
    private let state = Mutex(State())

    init(_ sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void) { self.sink = sink }

    /// - Parameter bytes: lines, or a part of one; a line feed never stands within one.
    func add(_ bytes: ArraySlice<UInt8>) throws {
        let array = state.withLock { state in
            var array: [UInt8] = []
            array.reserveCapacity(bytes.count + bytes.count / 32 + 2)
            for byte in bytes {
                if byte == UInt8(ascii: "\n") {
                    state.isBetween = true
                    continue
                }
                if state.isEmpty { array += "[\n".utf8 } else if state.isBetween { array += ",\n".utf8 }
                (state.isEmpty, state.isBetween) = (false, false)
                array.append(byte)
            }
            return array
        }
        try sink(array[...])
    }

    func end() throws {
        let isEmpty = state.withLock(\.isEmpty)
        try sink(Array((isEmpty ? "[]\n" : "\n]\n").utf8)[...])
    }
}
