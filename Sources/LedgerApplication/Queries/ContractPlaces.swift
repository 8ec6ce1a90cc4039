import LedgerValues

/// The places of contracts in an array, found by identifier.
///
/// A table with open addressing and one word a row: a fold of a log asks it once an event, each time for another contract,
/// so that what counts is how much memory it touches. The array itself is touched anyway; it holds the identifiers.
struct ContractPlaces: Sendable {
    /// The upper half of a hash, which says where the search begins, and the place plus 1; 0 for a free row.
    private var rows = [UInt64](repeating: 0, count: 1024)
    private var count = 0
    /// Drawn anew by every process: nobody can choose identifiers whose hashes meet.
    private static let seed = UInt64.random(in: .min ... .max)

    /// The hash of an identifier.
    static func hash(_ id: ContractID) -> UInt64 {
        var text = id.text
        return text.withUTF8(hash)
    }

    /// The hash of the identifier that has these bytes.
    static func hash(_ id: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let bytes = UnsafeRawBufferPointer(id)
        var state = seed ^ UInt64(bytes.count)
        var offset = 0
        while offset + 8 <= bytes.count {
            state = mixed(state, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < bytes.count {
            rest = rest << 8 | UInt64(bytes[offset])
            offset += 1
        }
        return mixed(state, rest)
    }

    @inline(__always)
    private static func mixed(_ state: UInt64, _ word: UInt64) -> UInt64 {
        let product = (state ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }

    /// The place of the contract with a hash; `isIt` says whether the one at a place is meant. Nil when there is none.
    @inline(__always)
    func place(_ hash: UInt64, _ isIt: (Int) -> Bool) -> Int? {
        let mark = hash >> 32
        var row = Int(mark) & (rows.count - 1)
        while rows[row] != 0 {
            let place = Int(rows[row] & 0xFFFF_FFFF) - 1
            if rows[row] >> 32 == mark, isIt(place) { return place }
            row = (row + 1) & (rows.count - 1)
        }
        return nil
    }

    /// A place where the contract with a hash may be, if anywhere.
    @inline(__always)
    func likelyPlace(_ hash: UInt64) -> Int? {
        let mark = hash >> 32
        let row = rows[Int(mark) & (rows.count - 1)]
        return row != 0 && row >> 32 == mark ? Int(row & 0xFFFF_FFFF) - 1 : nil
    }

    /// Adds the place of a contract that has none.
    mutating func add(_ place: Int, _ hash: UInt64) {
        count += 1
        if count * 2 > rows.count {
            let old = rows
            rows = [UInt64](repeating: 0, count: old.count * 4)
            for row in old where row != 0 { insert(row) }
        }
        insert(hash & 0xFFFF_FFFF_0000_0000 | UInt64(UInt32(place + 1)))
    }

    private mutating func insert(_ row: UInt64) {
        var index = Int(row >> 32) & (rows.count - 1)
        while rows[index] != 0 { index = (index + 1) & (rows.count - 1) }
        rows[index] = row
    }
}
