import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules
import Testing

@testable import LedgerApplication

@Suite struct TemporaryFileTests {
    @Test func `the pieces of a part come back whole, in the order in which they were added`() throws {
        var file = try PartedFile(parts: 3)
        try file.append([[1, 2], [], [3]])
        try file.append([4], to: 1)
        try file.append([], to: 2)
        try file.append([[5], [6, 7], []])
        #expect(try (0..<3).map { try file.read($0) } == [[1, 2, 5], [4, 6, 7], [3]])
        #expect(try PartedFile(parts: 1).read(0).isEmpty)
    }

    private static func draft(
        reference: String?, label: String, _ movements: Movements, contract: Int?, row: TariffRowID?
    ) -> BookItem {
        .entry(
            BookDraft(
                journal: .bank, accountingOn: day("2026-11-01"), effectiveOn: day("2026-10-31"),
                recordedOn: day("2026-11-02"), position: Position(leafIndex: 41), reference: reference, label: label,
                movements: movements, contract: contract, row: row))
    }

    @Test func `what events come to in the books is read as it was filed`() throws {
        let row = try #require(TariffRowID("ATHENA/PLEIADE/T1-PLEIADE-20M/SINGLE"))
        let line = ChargeLine(
            composition: .rent(
                .decomposed(bare: Money(cents: 1), charges: Money(cents: 2), furniture: Money(cents: 3)),
                thirtieths: .wholeMonth, row: row),
            from: day("2026-10-01"), to: day("2026-10-31"), dueOn: nil, takesEffectOn: nil)
        let items: [BookItem] = [
            Self.draft(
                reference: "R-1", label: "Loyer été", Bookkeeping.movements(of: .charged(line)), contract: 7, row: row),
            .earlier(.sales, year: 2025), .unit(contract: 8, row),
            Self.draft(reference: nil, label: "", Movements(), contract: nil, row: nil),
        ]
        var bytes: [UInt8] = []
        for item in items { item.put(into: &bytes) }
        let read = bytes.withUnsafeBytes { bytes in
            var filed = FiledBytes(bytes)
            var read: [BookItem] = []
            while !filed.isAtEnd { read.append(BookItem(&filed)) }
            return read
        }
        #expect(read == items)
    }
}
