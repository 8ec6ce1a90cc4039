import EventCodecs
import EventLog
import Foundation
import LedgerValues
import Projections
import ResidenceRules
import Synchronization
import Testing

@testable import Exports
@testable import LedgerApplication

@Suite struct TemporaryFileTests {
    private static func values(_ values: [(part: Int, bytes: [UInt8])]) -> PartedFile.Values {
        var filed = PartedFile.Values()
        for value in values { filed.add(to: value.part) { $0 += value.bytes } }
        return filed
    }

    @Test func `the values of a part come back whole, in the order in which they were added`() throws {
        var file = try PartedFile(parts: 4)
        file.add(try file.write(Self.values([(2, [3]), (0, [1]), (2, []), (0, [2])])))
        let later = try file.write(Self.values([(0, [5]), (1, [6, 7])]))
        file.add(try file.write(Self.values([(1, [4])])))
        file.add(later)
        #expect(try (0..<4).map { try file.read($0) } == [[1, 2, 5], [4, 6, 7], [3], []])
    }

    @Test func `what threads add at once does not mix`() throws {
        let file = try TemporaryFile()
        let pieces = (0..<200).map { [UInt8](repeating: UInt8($0), count: 1_000 + $0) }
        let starts = Mutex([Int: Int]())
        DispatchQueue.concurrentPerform(iterations: pieces.count) { index in
            guard let start = try? file.add(pieces[index]) else { return }
            starts.withLock { $0[index] = start }
        }
        let found = starts.withLock { $0 }
        for (index, piece) in pieces.enumerated() {
            #expect(try file.read(piece.count, from: #require(found[index])) == piece)
        }
    }

    private static let request = BooksRequest(
        from: day("2026-01-01"), through: day("2026-12-31"), chart: nil, isPlaced: true)
    private static func row() throws -> TariffRowID {
        try #require(TariffRowID("ATHENA/PLEIADE/T1-PLEIADE-20M/SINGLE"))
    }

    private static func draft(_ event: RecordedEvent, at position: Int64, on: String, bookedOn: String) throws
        -> BookDraft
    {
        var days = RecordingDays()
        let decoded = DecodedEvent(
            event, at: Position(leafIndex: position - 1), effectiveOn: day(on), effectiveAt: nil,
            accountingOn: day(bookedOn), recordedAt: ParisTime.start(of: day("2026-11-02")), streamVersion: 1, of: nil)
        return try #require(BookDraft(decoded, event.movements, request, &days, ServiceNames(PriceList()), unit: row()))
    }

    private static func rent(_ from: String) throws -> RecordedEvent {
        .posting(
            .charged(
                ChargeLine(
                    composition: .rent(
                        .decomposed(bare: Money(cents: 100), charges: Money(cents: 20), furniture: Money(cents: 3)),
                        thirtieths: .wholeMonth, row: try row()),
                    from: day(from), to: day(from).month.last, dueOn: nil, takesEffectOn: nil)))
    }

    @Test func `what events come to in the books is read in the order of the log, with its letters and numbers`() throws
    {
        var filed = try FiledEntries(through: Position(leafIndex: 16_383))
        func part(_ cents: Int64, _ index: Int) -> Lettering.Part {
            Lettering.Part(
                position: 9_000, account: .tenants, bookedOn: day("2026-11-01"), amount: Money(cents: cents),
                mark: Lettering.Mark(index: index, on: day("2026-11-30")))
        }
        let letters = [part(23, 0), part(60, 30)]
        // The later one is filed first; the last one stands in the year before.
        var values = filed.values(count: 4)
        try values.add(
            Self.draft(Self.rent("2026-10-01"), at: 9_000, on: "2026-10-31", bookedOn: "2026-11-01"), of: 1,
            letters[...])
        try values.add(
            Self.draft(Self.rent("2026-09-01"), at: 8_500, on: "2026-09-30", bookedOn: "2026-09-30"), of: 0, [])
        try values.add(
            Self.draft(Self.rent("2026-08-01"), at: 12, on: "2026-08-31", bookedOn: "2026-08-31"), of: nil, [])
        try values.add(
            Self.draft(Self.rent("2025-08-01"), at: 8_400, on: "2025-08-31", bookedOn: "2025-08-31"), of: 0, [])
        filed.add(try filed.write(values))
        let parties = try ["c-1", "c-2"].enumerated().map { index, id in
            BookEntry.Party(contract: try #require(ContractID(id)), opened: Int64(index + 1), tenantCode: nil)
        }
        var entries: [BookEntry] = []
        var earlier: [Int64] = []
        for (stretch, numbers) in filed.numbers.enumerated() {
            var numbers = numbers
            try filed.forEach(in: stretch) { draft, filed in
                let number = numbers.next(draft.journalRole, draft.accountingOn)
                guard draft.isWritten else { return earlier.append(draft.position) }
                entries.append(draft.entry(&filed, number: number, .standard, parties))
            }
        }
        #expect(earlier == [8_400])
        #expect(entries.map(\.position) == [12, 8_500, 9_000])
        #expect(entries.map(\.number) == [1, 2, 3])
        #expect(entries.map(\.document) == ["12", "8500", "9000"])
        #expect(entries.map { $0.lines.compactMap(\.party?.contract.text).first } == [nil, "c-1", "c-2"])
        let row = try Self.row()
        #expect(entries.allSatisfy { $0.row == row && $0.recordedOn == day("2026-11-02") })
        #expect(entries[2].label == "Loyer 10/2026 (effet du 31/10/2026)")
        let tenants = entries[2].lines.filter { $0.account.isAuxiliary }
        #expect(tenants.map(\.amount.cents) == [23, 60, 40])
        #expect(tenants.map(\.lettering?.code) == ["A", "AE", nil])
        #expect(entries.allSatisfy { $0.lines.map(\.amount).total() == .zero })
    }
}
