import LedgerValues

/// A line on its way into a ledger by account, as it is kept until its turn: values met again and again by their number.
struct LedgerLine: Sendable {
    /// What decides where a line stands; accounts, parties and journals are numbers that the table gave them.
    struct Place: Hashable, Sendable {
        let account: Int32
        /// -1 without one.
        let party: Int32
        let on: CalendarDate
    }

    let place: Place
    let journal: Int32
    let number: Int64
    let position: Int64?
    let amount: Money
    let document: String
    let label: String

    static var headBytes: Int { 48 }

    /// Appends the line in a form of its own: a head of fixed length, then document and label.
    func put(into bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: Self.headBytes))
        bytes.put(document)
        let middle = bytes.count
        bytes.put(label)
        let lengths = (document: Int32(middle - start - Self.headBytes), label: Int32(bytes.count - middle))
        bytes.withUnsafeMutableBytes { bytes in
            let head = UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + Self.headBytes])
            head.storeBytes(of: place.account, toByteOffset: 0, as: Int32.self)
            head.storeBytes(of: place.party, toByteOffset: 4, as: Int32.self)
            head.storeBytes(of: place.on.dayNumber, toByteOffset: 8, as: Int32.self)
            head.storeBytes(of: journal, toByteOffset: 12, as: Int32.self)
            head.storeBytes(of: number, toByteOffset: 16, as: Int64.self)
            head.storeBytes(of: position ?? 0, toByteOffset: 24, as: Int64.self)
            head.storeBytes(of: amount.cents, toByteOffset: 32, as: Int64.self)
            head.storeBytes(of: lengths.document, toByteOffset: 40, as: Int32.self)
            head.storeBytes(of: lengths.label, toByteOffset: 44, as: Int32.self)
        }
    }

    /// Reads the line that begins at `start`.
    init(_ bytes: [UInt8], at start: Int) {
        let lengths = Self.lengths(bytes, at: start)
        let middle = start + Self.headBytes + lengths.document
        document = String(decoding: bytes[start + Self.headBytes..<middle], as: UTF8.self)
        label = String(decoding: bytes[middle..<middle + lengths.label], as: UTF8.self)
        place = Self.place(bytes, at: start)
        (journal, number, position, amount) = bytes.withUnsafeBytes { bytes in
            func long(_ offset: Int) -> Int64 { bytes.loadUnaligned(fromByteOffset: start + offset, as: Int64.self) }
            let position = long(24)
            return (
                bytes.loadUnaligned(fromByteOffset: start + 12, as: Int32.self), long(16),
                position == 0 ? nil : position, Money(cents: long(32))
            )
        }
    }

    init(
        place: Place, journal: Int32, number: Int64, position: Int64?, amount: Money, document: String, label: String
    ) {
        self.place = place
        self.journal = journal
        self.number = number
        self.position = position
        self.amount = amount
        self.document = document
        self.label = label
    }

    /// Where the line stands that begins at `start`.
    static func place(_ bytes: [UInt8], at start: Int) -> Place {
        bytes.withUnsafeBytes { bytes in
            func word(_ offset: Int) -> Int32 { bytes.loadUnaligned(fromByteOffset: start + offset, as: Int32.self) }
            return Place(account: word(0), party: word(4), on: CalendarDate(dayNumber: word(8)))
        }
    }

    /// The bytes of the line that begins at `start`; its head must be there.
    static func size(_ bytes: [UInt8], at start: Int) -> Int {
        let lengths = lengths(bytes, at: start)
        return headBytes + lengths.document + lengths.label
    }

    private static func lengths(_ bytes: [UInt8], at start: Int) -> (document: Int, label: Int) {
        bytes.withUnsafeBytes { bytes in
            (
                Int(bytes.loadUnaligned(fromByteOffset: start + 40, as: Int32.self)),
                Int(bytes.loadUnaligned(fromByteOffset: start + 44, as: Int32.self))
            )
        }
    }
}
