import EventLog
import LedgerValues
import Testing

@testable import LedgerApplication

@Suite struct `A log shared between threads` {
    @Test(arguments: [0, 1, 255, 256, 257, 1_000, 100_000] as [Int64], 1...5)
    func `every event is given out once, whoever is faster`(size: Int64, threads: Int) throws {
        var shared = SharedLog(size: size, stretch: 256)
        var parts = [Int?](repeating: nil, count: threads)
        var given: [(first: Int64, last: Int64)] = []
        var begun: Set<Int> = []
        var state = UInt64(size) &+ 7
        var idle = 0
        while idle < 100 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let thread = Int(state >> 33) % threads
            guard let part = parts[thread] ?? shared.begin() else {
                idle += 1
                continue
            }
            parts[thread] = part
            if let (first, last) = shared.next(of: part) {
                if begun.insert(part).inserted { #expect(first.leafIndex % LogTiles.width == 0) }
                given.append((first.number, last.number))
            } else {
                parts[thread] = nil
            }
        }
        var expected: Int64 = 1
        for stretch in given.sorted(by: { $0.first < $1.first }) {
            #expect(stretch.first == expected && stretch.last >= stretch.first)
            expected = stretch.last + 1
        }
        #expect(expected == size + 1 && shared.taken == size)
        #expect(size < 100_000 || threads == 1 || begun.count > 2)
    }

    @Test func `nothing is given out after the stop`() throws {
        var shared = SharedLog(size: 10_000, stretch: 256)
        let begun = shared.begin()
        let part = try #require(begun)
        _ = shared.next(of: part)
        shared.stop()
        let (after, again) = (shared.next(of: part), shared.begin())
        #expect(after == nil && again == nil)
    }

    @Test func `the place of every contract is found again`() throws {
        var places = ContractPlaces()
        let ids =
            (0..<20_000).map { contract("contract-\($0 % 100)_\($0)-and-more") } + [
                contract("a"), contract("12345678"),
            ]
        for (place, id) in ids.enumerated() {
            #expect(places.place(ContractPlaces.hash(id)) { ids[$0] == id } == nil)
            places.add(place, ContractPlaces.hash(id))
        }
        for (place, id) in ids.enumerated() {
            #expect(places.place(ContractPlaces.hash(id)) { ids[$0] == id } == place)
        }
        // Two contracts of one hash are told apart.
        #expect(places.place(ContractPlaces.hash(ids[3])) { $0 == 4 } == nil)
    }
}
