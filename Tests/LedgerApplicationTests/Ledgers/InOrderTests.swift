import Foundation
import Synchronization
import Testing

@testable import LedgerApplication

@Suite struct InOrderTests {
    private struct Failure: Error, Hashable {
        let piece: Int
    }

    @Test(arguments: [0, 1, 2, 3, 1_000]) func `pieces are taken once each, in their order`(count: Int) throws {
        var taken: [Int] = []
        try InOrder.run(count, &taken) { index in
            // Every seventh takes its time, so that later pieces are made before it.
            if index % 7 == 0 { usleep(200) }
            return index
        } take: {
            $0.append($1)
        }
        #expect(taken == Array(0..<count))
    }

    @Test(arguments: [true, false]) func `what fails first is thrown, and nothing behind it is taken`(
        whileMade: Bool
    ) throws {
        var taken: [Int] = []
        #expect(throws: Failure(piece: 40)) {
            try InOrder.run(1_000, &taken) { index in
                if whileMade, index == 40 || index == 41 { throw Failure(piece: index) }
                return index
            } take: {
                if !whileMade, $1 >= 40 { throw Failure(piece: $1) }
                $0.append($1)
            }
        }
        #expect(taken == Array(0..<40))
    }

    @Test func `no more than two pieces for each processor are made ahead`() throws {
        let made = Mutex(0)
        var most = 0
        try InOrder.run(500, &most) { index in
            made.withLock { $0 += 1 }
            return index
        } take: { most, index in
            most = max(most, made.withLock { $0 } - index)
        }
        #expect((1...2 * ProcessInfo.processInfo.activeProcessorCount).contains(most))
    }
}
