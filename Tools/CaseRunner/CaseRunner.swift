import Foundation

/// Answers a file of cases on standard output, one JSON line a case.
@main
enum CaseRunner {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 2 else {
            FileHandle.standardError.write(Data("usage: case-runner TARIFF.csv CASES.jsonl\n".utf8))
            exit(2)
        }
        let run = try await CaseRun(tariff: URL(fileURLWithPath: arguments[0]))
        let cases = try Data(contentsOf: URL(fileURLWithPath: arguments[1])).split(separator: 0x0A)
        for await answer in run.answers(to: cases.map { Data($0) }) {
            try FileHandle.standardOutput.write(contentsOf: answer + [0x0A])
        }
    }
}
