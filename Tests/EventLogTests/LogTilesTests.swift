@testable import EventLog
import Testing

@Suite struct LogTilesTests {
    /// The example of C2SP tlog-tiles, and its neighbours.
    @Test(
        arguments: [
            (0, "000"), (7, "007"), (999, "999"), (1_000, "x001/000"), (1_234_067, "x001/x234/067"),
            (1_000_000_000, "x001/x000/x000/000"),
        ] as [(Int64, String)])
    func `the number of a tile is spelled in threes`(number: Int64, text: String) {
        #expect(LogTiles.spelled(number) == text)
    }
}
