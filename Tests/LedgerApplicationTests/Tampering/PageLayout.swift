/// What a byte of a database file is for (https://sqlite.org/fileformat2.html).
enum ByteClass: Hashable {
    /// One of the 100 bytes that describe the file.
    case header
    /// Between the cell pointers and the cells of a page, or in a free block.
    case unallocated
    /// Where a page says how much of it is free, which only writing asks.
    case freeSpace
    /// A page of a table without rows.
    case empty
    /// The digits of the name that the database gave itself, which nothing is compared with.
    case label
    /// The SQL by which a table or a trigger was made.
    case definition
    /// The hash of a request, which no event holds.
    case requestHash
    /// Everything else: what tables and indexes hold, and how they lead to it.
    case content
}

/// Tells the bytes of a database file apart.
struct PageLayout {
    private var classes: [ByteClass]

    /// The bytes of the header that reading does not ask: whether it may be written, counters of changes and pages, a hint
    /// of a cache, the upper bytes of format and encoding, room that is kept free, and which version wrote it.
    static let harmlessHeader: Set<Int> = Set(
        [18] + Array(24..<32) + Array(40..<47) + Array(48..<52) + Array(56..<59) + Array(72..<100))

    init(_ file: [UInt8], requestHashes: [[UInt8]], storeID: String) {
        classes = Array(repeating: .content, count: file.count)
        let size = Int(file[16]) << 8 | Int(file[17])
        func number(_ place: Int) -> Int { Int(file[place]) << 8 | Int(file[place + 1]) }
        for page in stride(from: 0, to: file.count, by: size) {
            let start = page == 0 ? 100 : page
            let kind = file[start]
            guard [2, 5, 10, 13].contains(kind) else { continue }
            if number(start + 3) == 0 {
                for place in page..<(page + size) { classes[place] = .empty }
                continue
            }
            for place in [1, 2, 5, 6, 7] { classes[start + place] = .freeSpace }
            let cells = start + (kind < 10 ? 12 : 8)
            let end = cells + 2 * number(start + 3)
            let content = page + (number(start + 5) == 0 ? 65_536 : number(start + 5))
            for place in end..<content { classes[place] = .unallocated }
            var free = number(start + 1)
            while free != 0 {
                let block = page + free
                for place in (block + 4)..<(block + number(block + 2)) { classes[place] = .unallocated }
                free = number(block)
            }
            if page == 0 {
                for place in content..<size { classes[place] = .definition }
            }
        }
        for place in 0..<100 { classes[place] = .header }
        mark(.label, wherever: Array(storeID.utf8), in: file)
        for hash in requestHashes { mark(.requestHash, wherever: hash, in: file) }
    }

    private mutating func mark(_ kind: ByteClass, wherever text: [UInt8], in file: [UInt8]) {
        for place in 0...(file.count - text.count) where file[place..<(place + text.count)].elementsEqual(text) {
            for byte in place..<(place + text.count) { classes[byte] = kind }
        }
    }

    func `class`(of place: Int) -> ByteClass { classes[place] }
}
