import LedgerValues
import Projections
import Synchronization
import Testing

@testable import Exports

@Suite struct GeneralLedgerTests {
    /// A scratch file in memory, which may be full.
    private final class Scratch: ScratchFile {
        struct Full: Error {}

        private let bytes = Mutex<[UInt8]>([])
        private let capacity: Int

        init(capacity: Int = .max) { self.capacity = capacity }

        var count: Int { bytes.withLock(\.count) }

        func append(_ more: [UInt8]) throws {
            guard count + more.count <= capacity else { throw Full() }
            bytes.withLock { $0 += more }
        }

        func read(_ count: Int, from offset: Int) -> [UInt8] { bytes.withLock { Array($0[offset..<offset + count]) } }
    }

    /// Entries of some contracts on some days, in no order, whose texts have every length and some bytes beyond ASCII.
    private static func entries(_ count: Int, _ random: inout some RandomNumberGenerator) -> [BookEntry] {
        let parties = (1...7).map { index in
            BookEntry.Party(
                contract: require(ContractID("c\(index)")), opened: Int64(100 - index), tenantCode: nil)
        }
        return (1...count).map { number in
            let amount = Money(cents: .random(in: 1...99_999, using: &random))
            let (debit, credit) = require(
                [(Account.tenants, Account.bareRent), (.treasury, .tenants)].randomElement(using: &random))
            let party = parties.randomElement(using: &random)
            func line(_ account: Account, _ amount: Money) -> BookEntry.Line {
                let entry = ChartOfAccounts.standard[account]
                return BookEntry.Line(
                    account: entry, party: entry.isAuxiliary ? party : nil, amount: amount, lettering: nil)
            }
            let on = day("2026-09-01").adding(days: .random(in: 0...20, using: &random))
            return BookEntry(
                journal: ChartOfAccounts.standard[.sales], number: number, accountingOn: on, effectiveOn: on,
                recordedOn: on, position: number == 1 ? nil : Int64(number), document: "D\(number)",
                label: String(repeating: "é", count: .random(in: 0...40, using: &random)),
                lines: [line(debit, amount), line(credit, -amount)])
        }
    }

    private static func text(
        _ entries: [BookEntry], isSubsidiary: Bool, in scratch: Scratch, batchBytes: Int
    ) throws -> String {
        var table = GeneralLedgerTable(.ndjson, isSubsidiary: isSubsidiary, scratch: scratch, batchBytes: batchBytes)
        var bytes: [UInt8] = []
        table.begin(&bytes)
        var piece = table.emptyPiece
        for (index, entry) in entries.enumerated() {
            table.write(entry, &piece)
            guard index % 700 == 699 || index == entries.count - 1 else { continue }
            table.take(piece, &bytes)
            piece = table.emptyPiece
        }
        try table.end(&bytes) { _ in }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [false, true]) func `what does not fit into memory is sorted all the same`(
        isSubsidiary: Bool
    ) throws {
        var random = SystemRandomNumberGenerator()
        let entries = Self.entries(3_000, &random)
        let unused = Scratch()
        let whole = try Self.text(entries, isSubsidiary: isSubsidiary, in: unused, batchBytes: 1 << 30)
        #expect(unused.count == 0)
        for batchBytes in [1, 1_000, 40_000] {
            let scratch = Scratch()
            #expect(try Self.text(entries, isSubsidiary: isSubsidiary, in: scratch, batchBytes: batchBytes) == whole)
            #expect(scratch.count > 3_000 * LedgerLine.headBytes)
        }
        // By account, then by contract or by day, and in the order of the log within a day.
        let lines = whole.split(separator: "\n")
        #expect(lines.count == 6_000 || isSubsidiary && lines.count < 6_000)
        let keys = try lines.map { line in
            let found = try #require(
                line.firstMatch(
                    of: /"account":"(\d+)".*"auxiliary":("?[^,]*),.*"accounting_on":"([^"]+)".*"position":(\w+)/))
            let position = Int(found.4).map { String(repeating: "0", count: 6 - String($0).count) + "\($0)" } ?? ""
            return [String(found.1), isSubsidiary ? String(found.2) : "", String(found.3), position].joined(
                separator: "/")
        }
        #expect(keys == keys.sorted())
    }

    @Test func `a balance runs through the batches`() throws {
        var random = SystemRandomNumberGenerator()
        let entries = Self.entries(500, &random)
        let text = try Self.text(entries, isSubsidiary: true, in: Scratch(), batchBytes: 700)
        var balances: [String: Int] = [:]
        for line in text.split(separator: "\n") {
            let found = try #require(
                line.firstMatch(
                    of: /"auxiliary":"(\w+)".*"debit_cents":(\d+),"credit_cents":(\d+),"balance_cents":(-?\d+)/))
            let moved = try #require(Int(found.2)) - #require(Int(found.3))
            balances[String(found.1), default: 0] += moved
            #expect(balances[String(found.1)] == Int(found.4))
        }
        #expect(balances.count == 7)
    }

    @Test func `a full disk is an error, not a shorter table`() throws {
        var random = SystemRandomNumberGenerator()
        let entries = Self.entries(500, &random)
        #expect(throws: Scratch.Full.self) {
            try Self.text(entries, isSubsidiary: false, in: Scratch(capacity: 20_000), batchBytes: 4_000)
        }
    }
}
