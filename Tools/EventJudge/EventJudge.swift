import EventLog
import Foundation
import LedgerApplication

/// Reads one event a line on standard input and answers each with `accepted`, or `refused` and why.
@main
enum EventJudge {
    static func main() throws {
        let input = try FileHandle.standardInput.readToEnd() ?? Data()
        var answers = ""
        for line in input.split(separator: 0x0A) { answers += verdict(Array(line)) + "\n" }
        FileHandle.standardOutput.write(Data(answers.utf8))
    }

    private static func verdict(_ line: [UInt8]) -> String {
        line.withUnsafeBufferPointer { bytes in
            do {
                let envelope = try EnvelopeReader(bytes)
                try envelope.checkNames()
                _ = try DecodedEvent(bytes, at: envelope.position)
                return "accepted"
            } catch {
                return "refused \(error)".replacing("\n", with: " ")
            }
        }
    }
}
