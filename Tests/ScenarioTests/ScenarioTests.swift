import Foundation
import Testing

/// The scenarios of `Scenarios`, each run through real commands, log, billing and projections.
///
/// With `QUITTANCE_UPDATE_SCENARIOS=1` in the environment the answers are written anew (`Tools/update-scenarios`).
@Suite struct `Scenarios` {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent()
    private static let rewrites = ProcessInfo.processInfo.environment["QUITTANCE_UPDATE_SCENARIOS"] == "1"

    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: here.appending(path: "Scenarios").path)) ?? [])
        .filter { $0.hasSuffix(".txt") }.sorted()

    private static func file(_ name: String) -> URL { here.appending(path: "Scenarios").appending(path: name) }

    @Test(arguments: names)
    func `a scenario answers as written`(name: String) async throws {
        let tariff = try TariffWords(Self.here.appending(path: "../../Tools/Tariffs/tariffs_2026.csv"))
        let written = try String(contentsOf: Self.file(name), encoding: .utf8)
        let answered = try await ScenarioRun(tariff: tariff).answering(written)
        if Self.rewrites {
            try answered.write(to: Self.file(name), atomically: true, encoding: .utf8)
            return
        }
        let pairs = zip(written.components(separatedBy: "\n"), answered.components(separatedBy: "\n"))
        let difference = pairs.enumerated().first { $0.element.0 != $0.element.1 }
        #expect(
            written == answered,
            """
            \(name), line \(difference.map { "\($0.offset + 1)" } ?? "at the end")
              written:  \(difference?.element.0 ?? "")
              answered: \(difference?.element.1 ?? "")
            If the answer is meant to change: Tools/update-scenarios
            """)
    }

    @Test func `every section of the rulebook has a scenario, and every scenario names its rules`() throws {
        var sections: Set<String> = []
        for name in Self.names {
            let heading = try String(contentsOf: Self.file(name), encoding: .utf8).split(separator: "\n").prefix(2)
            #expect(heading.first?.hasPrefix("# ") ?? false, "\(name) has no title")
            #expect(
                heading.last?.wholeMatch(of: /# Rules: R-\d{3}(, R-\d{3})*/) != nil, "\(name) names no rules")
            sections.insert(String(name.prefix(2)))
        }
        let all = Set((1...15).map { $0 < 10 ? "0\($0)" : "\($0)" })
        #expect(all.subtracting(sections).isEmpty, "no scenario for section \(all.subtracting(sections).sorted())")
    }

    @Test func `an answer that differs by a cent is seen`() async throws {
        let tariff = try TariffWords(Self.here.appending(path: "../../Tools/Tariffs/tariffs_2026.csv"))
        let name = try #require(Self.names.first { $0.hasPrefix("04-rent") })
        let written = try String(contentsOf: Self.file(name), encoding: .utf8)
        let changed = written.replacingOccurrences(of: "358,67 €", with: "358,68 €")
        try #require(changed != written)
        #expect(try await ScenarioRun(tariff: tariff).answering(changed) != changed)
    }
}
