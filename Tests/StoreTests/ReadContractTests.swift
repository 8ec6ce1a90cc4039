import EventLog
import LedgerValues
import Testing

@Suite struct `Reading` {
    @Test(arguments: StoreKind.allCases)
    func `a stream is read oldest first, through the position that is known`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        for name in ["a", "b", "a", "a", "b"] { try log.record(request("contract/\(name)")) }
        let reader = try log.reader()
        let name = try stream("contract/a")
        func positions(_ known: Int64?) throws -> [Int64] {
            try reader.stream(name, through: known.map { try position($0) }).map(\.position.number)
        }
        #expect(try positions(nil) == [1, 3, 4])
        #expect(try positions(3) == [1, 3])
        #expect(try positions(2) == [1])
        #expect(try positions(100) == [1, 3, 4])
        #expect(try reader.stream(stream("contract/b"), through: .first).isEmpty)
        #expect(try reader.stream(stream("contract/none"), through: nil).isEmpty)
    }

    @Test(arguments: StoreKind.allCases)
    func `several streams are read together, each newest first`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        var written: [String: [Int64]] = [:]
        // Runs of one stream, streams that take turns, and gaps longer than a few events.
        let names = Array("aaabcabcabcccc") + Array(repeating: "d", count: 30) + Array("abca")
        for (index, name) in names.enumerated() {
            try log.record(request("contract/\(name)"))
            written["contract/\(name)", default: []].append(Int64(index + 1))
        }
        let reader = try log.reader()
        let asked = ["contract/c", "contract/none", "contract/a", "contract/b"]
        for known: Int64? in [nil, 47, 13, 3, 100] {
            var found = [[Int64]](repeating: [], count: asked.count)
            try reader.backwards(asked.map(stream), through: known.map(position)) { place, position, bytes in
                let envelope = try EnvelopeReader(bytes)
                #expect(envelope.position == position && envelope.streamName?.text == asked[place])
                found[place].append(position.number)
            }
            #expect(
                found == asked.map { name in (written[name] ?? []).filter { $0 <= known ?? .max }.reversed() })
        }
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try reader.backwards(asked.map(stream), through: nil) { _, _, _ in throw Stop() }
        }
        #expect(try reader.positions(of: stream("contract/b"), afterVersion: 1, limit: 2).map(\.number) == [10, 46])
        try reader.requireWholeLog(size: Int64(names.count))
    }

    @Test(arguments: StoreKind.allCases)
    func `a scan stops where it is told and may read on the way`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        for _ in 0..<10 { try log.record(request("contract/a")) }
        let reader = try log.reader()
        var seen: [Int64] = []
        try reader.scan(from: position(3), through: position(6)) { position, bytes in
            let event = try reader.event(at: position)
            #expect(event?.bytes.elementsEqual(bytes) ?? false)
            seen.append(position.number)
            return true
        }
        #expect(seen == [3, 4, 5, 6])
        seen = []
        try reader.scan(from: position(8), through: position(99)) { position, _ in
            seen.append(position.number)
            return position.number < 9
        }
        #expect(seen == [8, 9])
        try reader.scan(from: position(11), through: position(99)) { _, _ in
            Issue.record("there is no event 11")
            return true
        }
        struct Stop: Error {}
        #expect(throws: Stop.self) { try reader.scan { _, _ in throw Stop() } }
        try reader.requireWholeLog(size: 10)
    }

    @Test(arguments: StoreKind.allCases)
    func `streams are listed by prefix in pages, in the order of their names`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        for name in ["contract/b", "contract-x/a", "ledger", "contract/a", "contract/C", "contract/b"] {
            try log.record(request(name, heads: [(name, "row of \(name)")]))
        }
        let reader = try log.reader()
        let all = try reader.streams(withPrefix: "contract/", after: nil, limit: 10)
        #expect(all.map(\.name.text) == ["contract/C", "contract/a", "contract/b"])
        #expect(all.map(\.head.version) == [1, 1, 2])
        #expect(all.map { String(decoding: $0.head.row, as: UTF8.self) }.last == "row of contract/b")
        let page = try reader.streams(withPrefix: "contract/", after: stream("contract/C"), limit: 1)
        #expect(page.map(\.name.text) == ["contract/a"])
        #expect(try reader.streams(withPrefix: "contract/", after: stream("contract/b"), limit: 9).isEmpty)
        #expect(try reader.streams(withPrefix: "contract/", after: stream("a"), limit: 9).count == 3)
        #expect(try reader.streams(withPrefix: "", after: nil, limit: 2).count == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `a read row stays until another one comes`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        let name = try stream("contract/a")
        try log.record(request("contract/a"))
        #expect(try log.reader().head(of: name)?.row == [])
        try log.record(request("contract/a", heads: [("contract/a", "first"), ("contract/a", "second")]))
        try log.record(request("contract/a"))
        #expect(try log.reader().head(of: name)?.row == Array("second".utf8))
        try log.record(request("contract/b", heads: [("contract/a", "by another event")]))
        try log.writer.replaceHead(of: name, with: Array("made again".utf8))
        #expect(try log.reader().head(of: name)?.row == Array("by another event".utf8))
        try log.writer.commit()
        try log.reopen()
        let head = try #require(try log.reader().head(of: name))
        #expect(head.row == Array("made again".utf8))
        #expect(try head.version == 3 && head.lastPosition == position(3))
        #expect(throws: try AppendRefusal.headWithoutStream(stream("contract/z"))) {
            try log.writer.replaceHead(of: stream("contract/z"), with: [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a snapshot does not see what is committed meanwhile`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        try log.record(request("contract/a"))
        let reader = try log.reader()
        try reader.withSnapshot {
            #expect(try reader.size() == 1)
            try log.record(request("contract/a"))
            #expect(try reader.size() == 1)
            #expect(try reader.withSnapshot { try reader.stream(stream("contract/a"), through: nil).count } == 1)
        }
        #expect(try reader.size() == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `only one writer is given out`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        #expect(throws: EventStoreError.writerExists) { _ = try log.store.makeWriter() }
        try log.reopen()
    }

    @Test(arguments: StoreKind.allCases)
    func `tree and proofs are those of the bytes, and reopening changes nothing`(_ kind: StoreKind) throws {
        let log = try TestLog(kind)
        var reference = MerkleFrontier()
        var roots: [Int64: Digest] = [:]
        // Past 65,536 a stored node of level 16 is complete too; groups of uneven size cross each border.
        let sizes = kind == .memory ? [1, 254, 2, 300, 65_536, 7] : [1, 254, 2, 300, 7]
        for count in sizes {
            for number in 0..<count {
                let receipt = try log.writer.append(request("contract/\(number % 97)")).receipt
                reference.append(receipt.leafHashes[0])
            }
            let head = try log.writer.commit()
            #expect(head == TreeHead(size: reference.size, root: reference.root))
            roots[head.size] = head.root
        }
        let before = try log.reader().treeHead()
        try log.reopen()
        let reader = try log.reader()
        #expect(try reader.treeHead() == before)
        #expect(try log.writer.treeHead == before)
        try reader.requireWholeLog(size: reference.size)
        for (size, root) in roots { #expect(try MerkleProofs.root(ofSize: size, from: Nodes(reader)) == root) }
        #expect(throws: (any Error).self) { try reader.node(level: 8, index: reference.size >> 8) }
    }
}

/// Lets a generic function read nodes from a reader of any kind.
private struct Nodes: MerkleNodeSource {
    let reader: any EventStoreReader
    init(_ reader: any EventStoreReader) { self.reader = reader }
    func node(level: Int, index: Int64) throws -> Digest { try reader.node(level: level, index: index) }
}
