import Exports
import LedgerValues

/// Entries on their way into a file, in pieces of some hundred kilobytes.
struct BooksOutput<Writer: BookWriter & Sendable>: Sendable {
    private var writer: Writer
    private let sink: @Sendable (ArraySlice<UInt8>) throws -> Void
    private(set) var summary = BooksSummary()
    private var numbers = EntryNumbers()
    private var buffer: [UInt8] = []

    private static var capacity: Int { 1 << 18 }

    init(writer: Writer, sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void) {
        self.writer = writer
        self.sink = sink
        buffer.reserveCapacity(Self.capacity + 65_536)
    }

    mutating func begin() { writer.begin(&buffer) }

    mutating func write(_ entry: BookEntry) throws {
        writer.write(entry, &buffer)
        summary.add(entry)
        if buffer.count >= Self.capacity { try Self.flush(&buffer, sink) }
    }

    /// The next number of a journal and a year.
    mutating func number(_ journal: JournalRole, _ year: Int) -> Int { numbers.next(journal, year) }

    mutating func end() throws {
        let sink = sink
        try writer.end(&buffer) { bytes in
            if bytes.count >= Self.capacity { try Self.flush(&bytes, sink) }
        }
        try Self.flush(&buffer, sink)
    }

    private static func flush(_ bytes: inout [UInt8], _ sink: (ArraySlice<UInt8>) throws -> Void) throws {
        try sink(bytes[...])
        bytes.removeAll(keepingCapacity: true)
    }
}

/// The next number of each journal and year.
private struct EntryNumbers {
    private var last: [Int: Int] = [:]

    mutating func next(_ journal: JournalRole, _ year: Int) -> Int {
        func step(_ number: inout Int) -> Int {
            number += 1
            return number
        }
        return step(&last[year * JournalRole.allCases.count + journal.place, default: 0])
    }
}
