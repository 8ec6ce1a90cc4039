import Foundation
import Testing

@testable import case_runner

/// The worked cases, answered through real commands, log and projections.
@Suite struct WorkedCaseTests {
    /// Cases of cases.jsonl by kind, all of which pass: these numbers may only grow.
    static let passing = ["contract": 50, "calc": 21, "services": 4, "short_stay": 13]

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test func `every case answers as worked out by hand`() async throws {
        let run = try await CaseRun(tariff: Self.root.appending(path: "Tools/Tariffs/tariffs_2026.csv"))
        let file = try Data(contentsOf: Self.root.appending(path: "Tests/CaseTests/Cases/cases.jsonl"))
        var passed: [String: Int] = [:]
        for line in file.split(separator: 0x0A) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
            let kind = object["kind"] as? String ?? ""
            let answer = try JSONSerialization.jsonObject(with: await run.answer(Data(line))) as? [String: Any]
            let differences = Self.differences(
                expected: object["expected"] ?? NSNull(), actual: answer?["actual"] ?? NSNull(), at: "")
            let label = "\(object["id"] ?? "") \(object["name"] ?? "")"
            #expect(differences.isEmpty, "\(label): \(differences.prefix(5).joined(separator: "; "))")
            if differences.isEmpty { passed[kind, default: 0] += 1 }
        }
        for (kind, count) in Self.passing { #expect(passed[kind] ?? 0 >= count, "\(kind)") }
    }

    @Test func `a line that cannot be answered says why, and stops no other`() async throws {
        let run = try await CaseRun(tariff: Self.root.appending(path: "Tools/Tariffs/tariffs_2026.csv"))
        let file = try Data(contentsOf: Self.root.appending(path: "Tests/CaseTests/Cases/cases.jsonl"))
        let whole = try #require(file.split(separator: 0x0A).first)
        let broken = [
            "no JSON", "[1]", "7", "{}", #"{"id":"k","kind":"dance","inputs":{}}"#, #"{"id":"n","kind":"contract"}"#,
            #"{"id":"e","kind":"contract","inputs":{"as_of":"2026-02-30"}}"#,
            #"{"id":"r","kind":"contract","inputs":{"policy":{"x":{"y":1}}}}"#, "\u{FEFF}", "\"\\ud800\"",
        ]
        let lines = broken.flatMap { [Data($0.utf8), Data(whole)] }
        var answers: [[String: Any]] = []
        for await answer in run.answers(to: lines) {
            answers.append(try #require(try JSONSerialization.jsonObject(with: answer) as? [String: Any]))
        }
        try #require(answers.count == lines.count)
        let first = try #require(try JSONSerialization.jsonObject(with: Data(whole)) as? [String: Any])
        for (index, answer) in answers.enumerated() {
            let error = (answer["actual"] as? [String: Any])?["error"]
            #expect((error == nil) == !index.isMultiple(of: 2), "\(index): \(answer)")
            if !index.isMultiple(of: 2) { #expect(answer["id"] as? String == first["id"] as? String) }
        }
        #expect(answers[8]["id"] as? String == "k" && answers[0]["id"] is NSNull)
    }

    /// Where `actual` does not hold what `expected` asks: every key with the same value, lists of the same length.
    private static func differences(expected: Any, actual: Any, at place: String) -> [String] {
        if let expected = expected as? [String: Any] {
            guard let actual = actual as? [String: Any] else { return ["\(place): no object"] }
            return expected.flatMap { key, value in
                differences(expected: value, actual: actual[key] ?? "absent", at: "\(place).\(key)")
            }
        }
        if let expected = expected as? [Any] {
            guard let actual = actual as? [Any], actual.count == expected.count else {
                return ["\(place): \(expected.count) elements asked for"]
            }
            return zip(expected, actual).enumerated().flatMap { index, pair in
                differences(expected: pair.0, actual: pair.1, at: "\(place)[\(index)]")
            }
        }
        let same = (expected as? NSObject)?.isEqual(actual) ?? false
        return same ? [] : ["\(place): \(expected) asked for, \(actual) answered"]
    }
}
