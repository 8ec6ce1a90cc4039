import EventLog
import Exports
import LedgerValues
import Projections

/// What events come to in the books, by stretch of the log, in a temporary file, and how many entries there are in each
/// stretch.
struct FiledEntries: Sendable {
    let stretches: LogStretches
    private var file: PartedFile
    private var counts: [EntryNumbers]

    init(through known: Position) throws {
        stretches = LogStretches(known: known)
        file = try PartedFile(parts: stretches.count)
        counts = Array(repeating: EntryNumbers(), count: stretches.count)
    }

    /// Entries on their way into the file.
    struct Values: Sendable {
        fileprivate var drafts: PartedFile.Values
        /// By stretch.
        fileprivate var counts: [EntryNumbers]

        /// What a draft takes, more or less, in bytes.
        private static let draftBytes = 128

        /// - Parameters:
        ///   - count: how many drafts to expect.
        ///   - stretches: how many there are.
        fileprivate init(count: Int, stretches: Int) {
            drafts = PartedFile.Values(room: count * Self.draftBytes)
            counts = Array(repeating: EntryNumbers(), count: stretches)
        }

        /// Adds a draft with its letters.
        ///
        /// - Parameter contract: the place of its contract; nil for an entry of none.
        mutating func add(_ draft: BookDraft, of contract: Int?, _ letters: ArraySlice<Lettering.Part>) {
            let stretch = LogStretches.stretch(of: draft.position)
            drafts.add(to: stretch) { FiledDraft.put(draft, of: contract, letters, into: &$0) }
            _ = counts[stretch].next(draft.journal, draft.accountingOn)
        }
    }

    /// Entries that lie in the file, but in no stretch yet.
    struct Written: Sendable {
        fileprivate let drafts: PartedFile.Written
        fileprivate let counts: [EntryNumbers]
    }

    /// No entry yet.
    ///
    /// - Parameter count: how many drafts to expect.
    func values(count: Int) -> Values { Values(count: count, stretches: stretches.count) }

    /// Writes entries, from whatever thread.
    func write(_ values: Values) throws -> Written {
        Written(drafts: try file.write(values.drafts), counts: values.counts)
    }

    mutating func add(_ written: Written) {
        file.add(written.drafts)
        for (stretch, count) in written.counts.enumerated() { counts[stretch].add(count) }
    }

    /// For each stretch the numbers that were given before it.
    var numbers: [EntryNumbers] {
        var sum = EntryNumbers()
        return counts.map { count in
            defer { sum.add(count) }
            return sum
        }
    }

    /// Calls `body` with each draft of a stretch, in the order of the log, and what follows its head.
    func forEach(in stretch: Int, _ body: (FiledDraft, inout FiledBytes) -> Void) throws {
        let positions = stretches[stretch]
        try file.read(stretch).withUnsafeBytes { bytes in
            var places = [Int32](repeating: -1, count: positions.count)
            var filed = FiledBytes(bytes)
            while !filed.isAtEnd {
                let start = filed.offset
                let draft = filed.next(FiledDraft.self)
                places[Int(draft.position - positions.lowerBound)] = Int32(start)
                filed.skip(draft.size)
            }
            for place in places where place >= 0 {
                var filed = FiledBytes(bytes, at: Int(place))
                let draft = filed.next(FiledDraft.self)
                body(draft, &filed)
            }
        }
    }
}

/// The last number of each journal and year: a few of them.
struct EntryNumbers: Sendable {
    private var last: [(journal: JournalRole, year: ClosedRange<CalendarDate>, number: Int)] = []

    /// The next number of a journal and the year of a day.
    mutating func next(_ journal: JournalRole, _ day: CalendarDate) -> Int { advance(journal, day, by: 1) }

    /// Adds the numbers that are given elsewhere.
    mutating func add(_ other: EntryNumbers) {
        for last in other.last { _ = advance(last.journal, last.year.lowerBound, by: last.number) }
    }

    private mutating func advance(_ journal: JournalRole, _ day: CalendarDate, by count: Int) -> Int {
        for index in last.indices where last[index].journal == journal && last[index].year.contains(day) {
            last[index].number += count
            return last[index].number
        }
        let year = day.month.year
        last.append(
            (journal, Month(year: year, month: 1).first...Month(year: year, month: 12).last, count))
        return count
    }
}
