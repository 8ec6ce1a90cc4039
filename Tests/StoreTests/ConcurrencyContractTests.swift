import EventLog
import LedgerValues
import Testing

@Suite struct `Expected versions` {
    @Test(arguments: StoreKind.allCases)
    func `a conflict names the version and what came between`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        try log.record(request("contract/a", "contract/b", "contract/a"))
        _ = try log.writer.append(request("contract/b", "contract/a"))
        let name = try stream("contract/a")
        #expect(
            throws: try AppendRefusal.versionConflict(
                stream: name, expected: .exactly(1), actual: 3, since: [position(3), position(5)])
        ) { try log.writer.append(request("contract/a", expecting: [("contract/a", .exactly(1))])) }
        #expect(
            throws: AppendRefusal.versionConflict(stream: name, expected: .exactly(9), actual: 3, since: [])
        ) { try log.writer.append(request("contract/a", expecting: [("contract/a", .exactly(9))])) }
        #expect(
            throws: try AppendRefusal.versionConflict(
                stream: stream("contract/c"), expected: .exactly(1), actual: 0, since: [])
        ) { try log.writer.append(request("contract/c", expecting: [("contract/c", .exactly(1))])) }
        _ = try log.writer.append(request("contract/a", expecting: [("contract/a", .exactly(3))]))
        try log.writer.commit()
        try log.reader().requireWholeLog(size: 6)
    }

    @Test(arguments: StoreKind.allCases)
    func `a long conflict names the newest thousand events`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        for _ in 0..<1100 { _ = try log.writer.append(request("ledger")) }
        let error = #expect(throws: AppendRefusal.self) {
            try log.writer.append(request("ledger", expecting: [("ledger", .absent)]))
        }
        guard case .versionConflict(_, _, 1100, let since) = error else { throw try #require(error) }
        #expect(try since.count == 1000 && since.first == position(101) && since.last == position(1100))
    }

    @Test(arguments: StoreKind.allCases)
    func `any version and an absent stream are admitted`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        let expectations: [(String, ExpectedVersion)] = [
            ("contract/a", .absent), ("contract/a", .any), ("contract/b", .exactly(0)),
        ]
        try log.record(request("contract/a", expecting: expectations))
        try log.record(request("contract/a", expecting: [("contract/a", .any)]))
        try log.reopen()
        try log.record(request("contract/a", expecting: [("contract/a", .exactly(2))]))
        try log.reader().requireWholeLog(size: 3)
    }
}

@Suite struct `Idempotency` {
    @Test(arguments: StoreKind.allCases)
    func `a repeated request gets its first receipt, whatever happened since`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        let original = try request("contract/a", "contract/b", expecting: [("contract/a", .absent)], key: "k1")
        let receipt = try log.record(original)
        log.clock.now = log.clock.now.adding(hours: 1)
        try log.record(request("contract/a"))
        #expect(try log.writer.append(original) == .repeated(receipt))
        try log.writer.commit()
        try log.reopen()
        #expect(try log.writer.append(original) == .repeated(receipt))
        try log.writer.commit()
        try log.reader().requireWholeLog(size: 3)
    }

    @Test(arguments: StoreKind.allCases)
    func `a request repeated inside its group is recorded once`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        let outcome = try log.writer.append(request("contract/a", key: "k1"))
        #expect(try log.writer.append(request("contract/a", key: "k1")) == .repeated(outcome.receipt))
        try log.writer.commit()
        try log.reader().requireWholeLog(size: 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a key used for another request is refused`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        try log.record(request("contract/a"))
        try log.record(request("contract/a", key: "k1"))
        #expect(throws: try AppendRefusal.keyReused(firstPosition: position(2))) {
            try log.writer.append(request("contract/a", key: "k1", hash: "another request"))
        }
        try log.reader().requireWholeLog(size: 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `the key of another actor is another key`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        try log.record(request("contract/a", key: "k1", by: "clerk"))
        let other = try log.record(request("contract/a", key: "k1", by: "import@night", hash: "another request"))
        #expect(try other.firstPosition == position(2))
        let record = try log.reader().idempotency(actor: actor("import@night"), key: key("k1"))
        #expect(try record?.firstPosition == position(2))
    }

    @Test(arguments: StoreKind.allCases)
    func `a refused request does not burn its key`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        #expect(throws: AppendRefusal.self) {
            try log.writer.append(request("contract/a", expecting: [("contract/a", .exactly(4))], key: "k1"))
        }
        let receipt = try log.record(request("contract/a", key: "k1", hash: "corrected"))
        #expect(receipt.firstPosition == .first)
    }
}
