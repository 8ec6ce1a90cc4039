import Exports
import LedgerApplication
import LedgerValues
import Synchronization
import Testing

/// A line of the journal as it was written into a file.
struct JournalRow: Hashable {
    let journal: String
    let number: String
    let bookedOn: String
    let account: String
    let auxiliary: String
    /// A positive amount is a debit.
    let cents: Int64
    let letter: String
    let letteredOn: String

    fileprivate init(_ line: Substring) {
        let fields = line.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        func cents(_ text: String) -> Int64 { Int64(text.replacing(",", with: "")) ?? 0 }
        (journal, number, bookedOn) = (fields[0], "\(fields[1])-\(fields[2])", fields[3])
        (account, auxiliary) = (fields[9], fields[11])
        self.cents = cents(fields[14]) - cents(fields[15])
        (letter, letteredOn) = (fields[16], fields[17])
    }

    /// An account in an entry.
    struct Place: Hashable {
        let entry: String
        let account: String
        let auxiliary: String
    }

    var place: Place { Place(entry: journal + number, account: account, auxiliary: auxiliary) }
}

extension TestLedger {
    /// The bytes of a file of the accounts.
    func file(_ request: BooksRequest, _ writer: some BookWriter) async throws -> [UInt8] {
        let bytes = Mutex<[UInt8]>([])
        _ = try await ledger.books(
            request, knownAt: .head, as: writer, progress: { _, _ in }, { piece in bytes.withLock { $0 += piece } })
        return bytes.withLock { $0 }
    }

    func journal(_ request: BooksRequest) async throws -> [JournalRow] {
        let bytes = try await file(request, JournalTable(.delimited(.french)))
        return String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").dropFirst().map(JournalRow.init)
    }

    /// Checks that every letter of a file sums to zero on more than one line and is dated by the last of them, and that
    /// letters change nothing else: every entry has the amounts that it has without them.
    ///
    /// - Returns: how many letters there are.
    @discardableResult
    func checkLetters(from: String?, through: String, _ label: Comment) async throws -> Int {
        let first = from.map { day($0) }
        let rows = try await journal(BooksRequest(from: first, through: day(through), chart: nil))
        struct Letter: Hashable {
            let account: String
            let auxiliary: String
            let letter: String
        }
        let letters = Dictionary(grouping: rows.filter { !$0.letter.isEmpty }) {
            Letter(account: $0.account, auxiliary: $0.auxiliary, letter: $0.letter)
        }
        for (letter, rows) in letters {
            try #require(rows.map(\.cents).reduce(0, +) == 0 && rows.count > 1, "\(label), \(letter)")
            try #require(Set(rows.map(\.letteredOn)).count == 1, "\(label), \(letter)")
            try #require(rows.allSatisfy { $0.bookedOn <= $0.letteredOn }, "\(label), \(letter)")
        }
        let bare = try await journal(
            BooksRequest(from: first, through: day(through), chart: nil, isLettered: false))
        // An account that carries nothing forward may carry a letter and its opposite.
        func sums(_ rows: [JournalRow]) -> [JournalRow.Place: Int64] {
            Dictionary(rows.map { ($0.place, $0.cents) }, uniquingKeysWith: +).filter { $0.value != 0 }
        }
        try #require(bare.allSatisfy { $0.letter.isEmpty } && sums(rows) == sums(bare), label)
        return letters.count
    }
}
