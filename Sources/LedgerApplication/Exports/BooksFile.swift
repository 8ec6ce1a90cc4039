import Exports
import LedgerValues

/// The entries of a file of the accounts, once contracts, letters and numbers are known.
struct BooksFile: Sendable {
    private let filed: FiledEntries
    /// By the place of the contract.
    private let parties: [BookEntry.Party?]
    private let charts: ChartTimeline
    /// The numbers before each stretch.
    private let numbers: [EntryNumbers]

    /// - Parameter contracts: by place.
    init(_ entries: ContractEntries, _ contracts: [ContractID], _ charts: ChartTimeline) {
        filed = entries.filed
        parties = contracts.map { entries.before.parties[$0] }
        self.charts = charts
        numbers = filed.numbers
    }

    /// Entries that were written, and what they come to.
    private struct Piece<Writer: BookWriter>: Sendable {
        var piece: Writer.Piece
        var summary = BooksSummary()

        init(_ writer: Writer) { piece = writer.emptyPiece }

        mutating func write(_ entry: BookEntry, _ writer: Writer) {
            writer.write(entry, &piece)
            summary.add(entry)
        }
    }

    /// The file on its way.
    private struct Output<Writer: BookWriter>: Sendable {
        var writer: Writer
        let sink: @Sendable (ArraySlice<UInt8>) throws -> Void
        var summary = BooksSummary()
        var buffer: [UInt8] = []

        mutating func take(_ piece: Piece<Writer>) throws {
            writer.take(piece.piece, &buffer)
            summary.add(piece.summary)
            try flush()
        }

        mutating func end() throws {
            let sink = sink
            try writer.end(&buffer) { bytes in
                if bytes.count >= Self.handful { try Self.flush(&bytes, sink) }
            }
            try flush()
        }

        private mutating func flush() throws { try Self.flush(&buffer, sink) }

        /// In bytes: so many are hashed and written while they are near the processor.
        private static var handful: Int { 1 << 18 }

        private static func flush(_ bytes: inout [UInt8], _ sink: (ArraySlice<UInt8>) throws -> Void) throws {
            for start in stride(from: 0, to: bytes.count, by: handful) {
                try sink(bytes[start..<min(start + handful, bytes.count)])
            }
            bytes = []
        }
    }

    /// Writes the whole file, on every processor.
    ///
    /// - Parameters:
    ///   - first: entries that stand before those of the log.
    ///   - progress: learns of the position that was reached.
    func write<Writer: BookWriter>(
        after first: [BookEntry], as writer: Writer, progress: @Sendable (Int64) -> Void,
        _ sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) throws -> BooksSummary {
        var output = Output(writer: writer, sink: sink)
        writer.begin(&output.buffer)
        var opening = Piece(writer)
        for entry in first { opening.write(entry, writer) }
        try output.take(opening)
        try InOrder.run(filed.stretches.count, &output) { stretch in
            (try piece(stretch, writer), filed.stretches[stretch].upperBound)
        } take: { output, stretch in
            try output.take(stretch.0)
            progress(stretch.1)
        }
        try output.end()
        return output.summary
    }

    private func piece<Writer: BookWriter>(_ stretch: Int, _ writer: Writer) throws -> Piece<Writer> {
        var piece = Piece(writer)
        var numbers = numbers[stretch]
        let charts = charts.unshared
        try filed.forEach(in: stretch) { draft, filed in
            let number = numbers.next(draft.journalRole, draft.accountingOn)
            guard draft.isWritten else { return }
            piece.write(draft.entry(&filed, number: number, charts[draft.accountingOn], parties), writer)
        }
        return piece
    }
}
