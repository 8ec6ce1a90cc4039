import Foundation
import Testing

@testable import case_runner

/// The worked cases, answered through real commands, log and projections.
@Suite struct WorkedCaseTests {
    /// Cases of cases.jsonl that pass, by kind: these numbers may only grow.
    static let passing = ["contract": 50, "calc": 19, "services": 4, "short_stay": 13]
    /// Calculations that nothing answers yet; this list may only shrink.
    static let unanswered: Set<String> = [
        "guarantor_cap", "guarantor_solvency",
    ]
    /// Of them, the cases whose rules are all among those of the first step; this number may only grow.
    static let passingFirstStep = 31

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test func `every case of an answered kind answers as worked out by hand`() async throws {
        let run = try CaseRun(tariff: Self.root.appending(path: "Tools/Tariffs/tariffs_2026.csv"))
        let file = try Data(contentsOf: Self.root.appending(path: "Tests/CaseTests/Cases/cases.jsonl"))
        var passed: [String: Int] = [:]
        var passedFirstStep = 0
        for line in file.split(separator: 0x0A) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
            let kind = object["kind"] as? String ?? ""
            let calculation = (object["inputs"] as? [String: Any])?["calc"] as? String ?? ""
            guard Self.passing[kind] != nil, !Self.unanswered.contains(calculation) else { continue }
            let answer = try JSONSerialization.jsonObject(with: try await run.answer(Data(line))) as? [String: Any]
            let differences = Self.differences(
                expected: object["expected"] ?? NSNull(), actual: answer?["actual"] ?? NSNull(), at: "")
            let label = "\(object["id"] ?? "") \(object["name"] ?? "")"
            #expect(differences.isEmpty, "\(label): \(differences.prefix(5).joined(separator: "; "))")
            guard differences.isEmpty else { continue }
            passed[kind, default: 0] += 1
            guard kind == "contract" else { continue }
            let rules = object["rules"] as? [String] ?? []
            if rules.allSatisfy(FirstStep.rules.contains) { passedFirstStep += 1 }
        }
        for (kind, count) in Self.passing { #expect(passed[kind] ?? 0 >= count, "\(kind)") }
        #expect(passedFirstStep >= Self.passingFirstStep)
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

/// The rules that the first step covers.
enum FirstStep {
    static let rules: Set<String> = Set(
        [1...3, 10...16, 23...24, 29...31, 40...59, 63...66, 69...74, 83...83, 120...122, 130...135, 150...150]
            .flatMap { $0 }.map { number in
                let digits = String(number)
                return "R-" + String(repeating: "0", count: 3 - digits.count) + digits
            })
}
