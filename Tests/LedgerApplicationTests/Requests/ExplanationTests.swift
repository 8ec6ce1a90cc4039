import Foundation
import LedgerApplication
import LedgerValues
import ResidenceRules
import Testing

/// What is said of refusals, in every language there is.
@Suite struct `Explanations` {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")

    /// What is only whole when the words of every code are written: `Tools/test` asks for it.
    private static let asksForAll = ProcessInfo.processInfo.environment["QUITTANCE_WHOLE"] == "1"

    /// Every code with its rule and its words.
    private static func all(in language: Language) -> [(code: String, rule: String?, words: Explanation)] {
        RejectionCode.allCases.map { ($0.rawValue, $0.rule, $0.explanation(in: language)) }
            + RequestErrorCode.allCases.map { ("request \($0.rawValue)", $0.rule, $0.explanation(in: language)) }
            + CommandErrorCode.allCases.map { ($0.rawValue, $0.rule, $0.explanation(in: language)) }
    }

    @Test(arguments: Language.allCases) func `every code has a sentence of its own and a remedy`(language: Language) {
        var sentences: [String: String] = [:]
        for (code, _, words) in Self.all(in: language) {
            for text in [words.sentence, words.remedy] {
                #expect(text.hasSuffix(".") && text.count > 10, "\(code): \(text)")
                #expect(text.first?.isUppercase == true, "\(code): \(text)")
            }
            #expect(sentences[words.sentence] == nil, "\(code) says the same as \(sentences[words.sentence] ?? "")")
            if !words.sentence.hasSuffix(" says no.") { sentences[words.sentence] = code }
        }
    }

    @Test(.enabled(if: asksForAll)) func `French is no copy of English`() {
        for (english, french) in zip(Self.all(in: .english), Self.all(in: .french)) {
            #expect(english.words.sentence != french.words.sentence, "\(english.code)")
            #expect(english.words.remedy != french.words.remedy, "\(english.code)")
        }
    }

    @Test func `every refusal names a rule of the ledger`() throws {
        let rules = try String(contentsOf: Self.root.appending(path: "Tools/Rules/rules.tsv"), encoding: .utf8)
        let inScope = Set(rules.split(separator: "\n").filter { $0.contains("\tin\t") }.map { $0.prefix(5) })
        for code in RejectionCode.allCases { #expect(inScope.contains(code.rule[...]), "\(code) cites \(code.rule)") }
    }

    @Test func `every fault of a form names a rule, a section of an RFC, or one of a page`() throws {
        let rules = try String(contentsOf: Self.root.appending(path: "Tools/Rules/rules.tsv"), encoding: .utf8)
        let inScope = Set(rules.split(separator: "\n").filter { $0.contains("\tin\t") }.map { $0.prefix(5) })
        for rule in RequestErrorCode.allCases.map(\.rule) + CommandErrorCode.allCases.map(\.rule) + ["RFC 8259 §8.1"] {
            if rule.wholeMatch(of: /RFC \d+ §[\d.]+/) != nil { continue }
            let parts = rule.split(separator: "#")
            guard parts.count == 2 else {
                #expect(inScope.contains(rule[...]), "\(rule)")
                continue
            }
            let page = try String(contentsOf: Self.root.appending(path: "docs/\(parts[0])"), encoding: .utf8)
            let sections = page.split(separator: "\n").filter { $0.hasPrefix("## ") }.map {
                $0.dropFirst(3).lowercased().replacing(" ", with: "-")
            }
            #expect(sections.contains(String(parts[1])), "\(rule)")
        }
    }

    @Test(arguments: Language.allCases) func `a remedy names only commands that exist`(language: Language) {
        let commands = Set(CommandName.allCases.map(\.rawValue))
        // English and French words that are written with a hyphen as commands are.
        let plain = /hand-over|.*-(?:la|le|les|ci)/
        for (code, _, words) in Self.all(in: language) {
            for match in words.remedy.matches(of: /\b[a-z]+(?:-[a-z]+)+\b/) where match.0.wholeMatch(of: plain) == nil {
                #expect(commands.contains(String(match.0)), "\(code): \(match.0) is no command")
            }
        }
    }

    @Test(.enabled(if: asksForAll)) func `every refusal is provoked by a test`() throws {
        let tests = Self.root.appending(path: "Tests")
        var expectations = ""
        let files = FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard ["swift", "txt"].contains(file.pathExtension), file.lastPathComponent != "ExplanationTests.swift"
            else { continue }
            expectations += try String(contentsOf: file, encoding: .utf8)
        }
        for code in RejectionCode.allCases {
            let answered =
                expectations.contains("refused: \(code.rawValue) (")
                || expectations.contains("kept unallocated: \(code.rawValue) (")
            let expected =
                expectations.contains("== .\(code)") || expectations.contains("\"\(code.rawValue)\"")
                || expectations.contains("Rejection(.\(code)") || expectations.contains(", .\(code))")
            #expect(answered || expected, "\(code.rawValue) is expected nowhere")
        }
    }

    @Test(.enabled(if: asksForAll)) func `docs errors md says what the code says`() throws {
        let file = Self.root.appending(path: "docs/errors.md")
        let text = Self.document()
        if ProcessInfo.processInfo.environment["QUITTANCE_UPDATE_DOCS"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "QUITTANCE_UPDATE_DOCS=1 writes it anew")
    }

    private static func document() -> String {
        func table(_ rows: [(code: String, rule: String?, words: [Explanation])]) -> String {
            rows.map { row in
                let words = row.words.map { "\($0.sentence)<br>*\($0.remedy)*" }.joined(separator: " | ")
                return "| `\(row.code)` | \(row.rule ?? "") | \(words) |\n"
            }.joined()
        }
        let head = "| Code | Rule | English | Français |\n|---|---|---|---|\n"
        let rejections = RejectionCode.allCases.sorted { $0.rawValue < $1.rawValue }.map { code in
            (code.rawValue, Optional(code.rule), Language.allCases.map(code.explanation(in:)))
        }
        let errors = RequestErrorCode.allCases.map { code in
            (code.rawValue, Optional(code.rule), Language.allCases.map(code.explanation(in:)))
        }
        let conflicts = CommandErrorCode.allCases.map { code in
            (code.rawValue, Optional(code.rule), Language.allCases.map(code.explanation(in:)))
        }
        return """
            # Refusals

            Generated from the code by the test `docs errors md says what the code says`, with `QUITTANCE_UPDATE_DOCS=1`; do
            not edit. Each code with the rule behind it, what it means and, in italics, what to do. Compare codes, never
            sentences. Over HTTP `Accept-Language` chooses the language, on the command line `--lang fr` or the locale.

            ## When a rule says no

            HTTP answers 422; `quittance record` lists the line and goes on, and ends with 1. Nothing was recorded and the key
            is free. For money the same codes stand in `refusal` of an answer 202: it was recorded and is kept unallocated.

            \(head)\(table(rejections))
            ## When a text is no command

            Found before any rule is asked. HTTP answers 400 (413 for `TOO_LARGE`), with the member and its place in the text.

            \(head)\(table(errors))
            ## When a command meets another one

            HTTP answers 409 (413 for `EVENT_TOO_LARGE`), with what it met; `quittance record` lists the line and goes on.

            \(head)\(table(conflicts))
            """
    }
}
