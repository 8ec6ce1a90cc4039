import EventLog
import LedgerValues
import Testing

/// What every store keeps when events are appended; each test runs on each store.
@Suite struct `Appending` {
    @Test(arguments: StoreKind.allCases)
    func `positions start at 1 and follow each other without gaps`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        let first = try log.writer.append(request("contract/a", "contract/b")).receipt
        let second = try log.writer.append(request("contract/a")).receipt
        try log.writer.commit()
        let third = try log.record(request("contract/c"))
        #expect(first.firstPosition == .first && first.count == 2)
        #expect(try second.firstPosition == position(3))
        #expect(try third.firstPosition == position(4))
        try log.reader().requireWholeLog(size: 4)
    }

    @Test(arguments: StoreKind.allCases)
    func `a receipt holds the leaf hashes of the stored bytes`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        let receipt = try log.record(request("contract/a", "contract/b"))
        let reader = try log.reader()
        for (offset, hash) in receipt.leafHashes.enumerated() {
            let event = try #require(try reader.event(at: receipt.firstPosition.advanced(by: offset)))
            #expect(event.leafHash == hash && leaf(event.bytes) == hash)
            try event.withEnvelope { #expect($0.recordedAt == receipt.recordedAt) }
        }
        #expect(try reader.event(at: position(3)) == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `a group sees its own events before others do`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        let reader = try log.reader()
        _ = try log.writer.append(
            request("contract/a", "contract/a", key: "k1", heads: [("contract/a", "two payments")]))
        #expect(try log.writer.stream(stream("contract/a")).count == 2)
        #expect(try log.writer.head(of: stream("contract/a"))?.version == 2)
        #expect(try log.writer.head(of: stream("contract/a"))?.row == Array("two payments".utf8))
        #expect(try log.writer.idempotency(actor: actor(), key: key("k1"))?.count == 2)
        #expect(try reader.size() == 0)
        #expect(try reader.event(at: .first) == nil)
        #expect(try reader.head(of: stream("contract/a")) == nil)
        #expect(try reader.idempotency(actor: actor(), key: key("k1")) == nil)
        try log.writer.commit()
        #expect(try reader.idempotency(actor: actor(), key: key("k1"))?.count == 2)
        try reader.requireWholeLog(size: 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `a discarded group leaves nothing and its key is free`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        try log.record(request("contract/a", heads: [("contract/a", "one")]))
        let before = try log.reader().treeHead()
        _ = try log.writer.append(
            request("contract/a", "contract/b", key: "k1", heads: [("contract/a", "two")]))
        try log.writer.discard()
        #expect(try log.reader().treeHead() == before)
        #expect(try log.writer.treeHead == before && log.writer.lastPosition == .first)
        #expect(try log.writer.head(of: stream("contract/b")) == nil)
        #expect(try log.writer.head(of: stream("contract/a"))?.row == Array("one".utf8))
        let receipt = try log.record(request("contract/b", expecting: [("contract/b", .absent)], key: "k1"))
        #expect(try receipt.firstPosition == position(2))
        try log.reader().requireWholeLog(size: 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `streams are appended to together or not at all`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        try log.record(request("tenant-code/T1"))
        let refused = try request(
            "contract/a", "tenant-code/T1", expecting: [("contract/a", .absent), ("tenant-code/T1", .absent)],
            key: "k1")
        #expect(
            throws: try AppendRefusal.versionConflict(
                stream: stream("tenant-code/T1"), expected: .absent, actual: 1, since: [.first])
        ) { try log.writer.append(refused) }
        try log.writer.commit()
        #expect(try log.reader().head(of: stream("contract/a")) == nil)
        #expect(try log.reader().idempotency(actor: actor(), key: key("k1")) == nil)
        try log.reader().requireWholeLog(size: 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a refused request leaves the open group as it was`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        _ = try log.writer.append(request("contract/a", heads: [("contract/a", "kept")]))
        let tooLarge = #"{"text":""# + String(repeating: "x", count: 65_536) + #""}"#
        var refused = try request("contract/a", "contract/b", key: "k1", heads: [("contract/a", "lost")])
        refused.events.append(try draft("contract/a", payload: tooLarge))
        let error = #expect(throws: AppendRefusal.self) { try log.writer.append(refused) }
        guard case .eventTooLarge(index: 2, let bytes) = error else { throw try #require(error) }
        #expect(bytes > 65_535)
        #expect(
            throws: try AppendRefusal.headWithoutStream(stream("contract/z"))
        ) { try log.writer.append(request("contract/b", heads: [("contract/a", "lost"), ("contract/z", "")])) }
        _ = try log.writer.append(request("contract/b", expecting: [("contract/a", .exactly(1))], key: "k1"))
        try log.writer.commit()
        #expect(try log.reader().head(of: stream("contract/a"))?.row == Array("kept".utf8))
        try log.reader().requireWholeLog(size: 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `read rows are made anew beside the old ones, and take their place at once`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        func row(_ name: String) throws -> String? {
            try log.reader().head(of: stream(name)).map { String(decoding: $0.row, as: UTF8.self) }
        }
        try log.record(request("contract/a", "contract/b", heads: [("contract/a", "old"), ("contract/b", "old")]))
        #expect(try log.reader().rowsVersion() == 1)
        try log.writer.beginRows()
        #expect(try log.reader().rowsVersion() == 1)
        try log.writer.commit()
        #expect(try log.reader().rowsVersion() == nil && log.writer.rowsVersion() == nil)
        try log.record(request("contract/a", heads: [("contract/a", "new with an event")]))
        try log.record(request("contract/c", heads: [("contract/c", "new with a stream")]))
        try log.reopen()
        #expect(try log.reader().rowsVersion() == nil)
        #expect(try row("contract/a") == "old" && row("contract/c") == "")
        #expect(throws: EventStoreError.corrupt("the row of contract/b was not made anew")) {
            try log.writer.switchRows(to: 7)
        }
        try log.reopen()
        try log.writer.insertRow(of: stream("contract/b"), Array("new".utf8))
        try log.writer.switchRows(to: 7)
        #expect(try row("contract/b") == "old")
        try log.writer.commit()
        #expect(try log.reader().rowsVersion() == 7)
        #expect(try row("contract/a") == "new with an event" && row("contract/b") == "new")
        #expect(try row("contract/c") == "new with a stream")
        try log.record(request("contract/b", heads: [("contract/b", "after")]))
        #expect(try row("contract/b") == "after")
        // What an earlier attempt left is not used.
        try log.writer.beginRows()
        try log.writer.insertRow(of: stream("contract/a"), Array("left over".utf8))
        try log.writer.commit()
        try log.writer.beginRows()
        try log.writer.commit()
        #expect(throws: EventStoreError.self) { try log.writer.switchRows(to: 8) }
    }

    @Test(arguments: StoreKind.allCases)
    func `the largest event is accepted and one byte more is refused`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        func padded(_ count: Int) throws -> AppendRequest {
            var request = try request("contract/a")
            let payload = #"{"text":""# + String(repeating: "x", count: count) + #""}"#
            request.events = [try draft("contract/a", payload: payload)]
            return request
        }
        let empty = try log.record(padded(0))
        let used = try #require(try log.reader().event(at: empty.firstPosition)).bytes.count
        #expect(throws: AppendRefusal.eventTooLarge(index: 0, bytes: 65_536)) {
            try log.writer.append(padded(65_536 - used))
        }
        let largest = try log.record(padded(65_535 - used))
        #expect(try log.reader().event(at: largest.firstPosition)?.bytes.count == 65_535)
        try log.reopen()
        try log.reader().requireWholeLog(size: 2)
    }

    @Test(
        arguments: StoreKind.allCases,
        ["", "[]", "{", #"{"a":1.5}"#, #"{"b":1,"a":2}"#, #"{"a":1,"a":2}"#, #"{"a": 1}"#, #"{"a":1},"z":{}"#])
    func `a payload that is no canonical object is refused`(_ kind: StoreKind, _ payload: String) throws {
        let log = try TestLog(kind)
        var refused = try request("contract/a")
        refused.events = [try draft("contract/a", payload: payload)]
        let error = #expect(throws: AppendRefusal.self) { try log.writer.append(refused) }
        guard case .malformedEvent(index: 0, _) = error else { throw try #require(error) }
    }

    @Test(arguments: StoreKind.allCases)
    func `an event may only be caused by an earlier one`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        var request = try request("contract/a")
        request.events = [
            try draft("contract/a"), try draft("contract/a", causation: .first),
            try draft("contract/a", causation: position(3)),
        ]
        #expect(throws: AppendRefusal.unknownCause(index: 2)) { try log.writer.append(request) }
        request.events.removeLast()
        try log.record(request)
        let event = try #require(try log.reader().event(at: position(2)))
        try event.withEnvelope { #expect($0.causation == .first) }
    }

    @Test(arguments: StoreKind.allCases)
    func `a request without events is refused and an empty commit is free`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        #expect(throws: AppendRefusal.nothingToRecord) { try log.writer.append(request()) }
        #expect(try log.writer.commit() == .empty)
        #expect(try log.reader().treeHead() == .empty)
        try log.writer.discard()
        try log.reopen()
        #expect(try log.writer.lastPosition == nil)
    }

    @Test(arguments: StoreKind.allCases)
    func `the time of recording never goes back when the clock does`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        let start = log.clock.now
        try log.record(request("contract/a"))
        log.clock.now = start.adding(hours: -2)
        let second = try log.record(request("contract/a"))
        try log.reopen()
        let third = try log.record(request("contract/a"))
        log.clock.now = start.adding(hours: 1)
        let fourth = try log.record(request("contract/a"))
        #expect(second.recordedAt == start && third.recordedAt == start)
        #expect(fourth.recordedAt == start.adding(hours: 1))
        let reader = try log.reader()
        #expect(try reader.lastPosition(recordedAtOrBefore: start.adding(hours: -1)) == nil)
        #expect(try reader.lastPosition(recordedAtOrBefore: start) == position(3))
        #expect(try reader.lastPosition(recordedAtOrBefore: start.adding(hours: 5)) == position(4))
    }

    @Test(arguments: StoreKind.allCases)
    func `a discarded group does not move the time of recording`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        let start = log.clock.now
        log.clock.now = start.adding(hours: 5)
        _ = try log.writer.append(request("contract/a"))
        try log.writer.discard()
        log.clock.now = start
        #expect(try log.record(request("contract/a")).recordedAt == start)
    }
}
