import Foundation
import LedgerApplication
import Testing

/// The tables of docs/commands.md are made from the commands themselves.
@Suite struct `Documentation of commands` {
    private static let environment = ProcessInfo.processInfo.environment

    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/commands.md")

    @Test(.enabled(if: environment["QUITTANCE_WHOLE"] == "1"))
    func `docs commands md says what the code says`() throws {
        var text = try String(contentsOf: Self.file, encoding: .utf8)
        for (name, table) in [("commands", Self.commands()), ("members", Self.members())] {
            let start = try #require(text.range(of: "<!-- \(name) -->\n"))
            let end = try #require(text.range(of: "<!-- end of \(name) -->"))
            text.replaceSubrange(start.upperBound..<end.lowerBound, with: "\n" + table + "\n")
        }
        if Self.environment["QUITTANCE_UPDATE_DOCS"] == "1" {
            try text.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        #expect(
            try String(contentsOf: Self.file, encoding: .utf8) == text, "QUITTANCE_UPDATE_DOCS=1 writes it anew")
    }

    private static func commands() -> String {
        CommandName.allCases.reduce("| Command | What it records | When | Its own members |\n|---|---|---|---|\n") {
            let shape = $1.shape
            let moment = shape.moment == .instant ? "`at`" : "`on` or `at`"
            let members = shape.members.map { member in
                let name = member.isRequired ? "**`\(member.name)`**" : "`\(member.name)`"
                return "\(name) (\(words(member.form)))"
            }
            let list = members.isEmpty ? "none" : members.joined(separator: "; ")
            return $0 + "| `\($1.rawValue)` | \(shape.summary) | \(moment) | \(list) |\n"
        }
    }

    /// A member that means several things has a row for each, with the commands it is about.
    private static func members() -> String {
        var meanings: [String: [(words: String, commands: [String])]] = [:]
        for command in CommandName.allCases {
            for member in command.shape.members {
                let words = "\(Self.words(member.form)) | \(member.summary)"
                var rows = meanings[member.name] ?? []
                if let index = rows.firstIndex(where: { $0.words == words }) {
                    rows[index].commands.append("`\(command.rawValue)`")
                } else {
                    rows.append((words, ["`\(command.rawValue)`"]))
                }
                meanings[member.name] = rows
            }
        }
        var table = "| Member | Value | Meaning |\n|---|---|---|\n"
        for (name, rows) in meanings.sorted(by: { $0.key < $1.key }) {
            for row in rows {
                let of = rows.count > 1 ? " of \(row.commands.joined(separator: ", "))" : ""
                table += "| `\(name)`\(of) | \(row.words) |\n"
            }
        }
        return table
    }

    private static func words(_ form: MemberForm) -> String {
        switch form {
        case .day: "day"
        case .instant: "instant"
        case .month: "`YYYY-MM`"
        case .contract: "contract"
        case .tenantCode: "tenant code"
        case .person: "person"
        case .tariffRow: "tariff row"
        case .code: "code"
        case .codes: "array of codes"
        case .flag: "`true`, `false`"
        case .cents(let range): range.lowerBound == 0 ? "cents, 0 allowed" : "cents"
        case .integer(let range):
            range.upperBound > 1 << 52 ? "log position" : "\(range.lowerBound) to \(range.upperBound)"
        case .bool: "true or false"
        case .choice(let choices): choices.map { "`\($0)`" }.joined(separator: ", ")
        case .text(let maximum): "text, 1 to \(maximum) bytes"
        case .policyValue: "a code, or a number"
        case .key: "key"
        case .lines: "names of lines"
        case .objects(let members):
            "array of objects: "
                + members.map { "`\($0.name)` (\(words($0.form)))" + ($0.isRequired ? "" : ", optional") }
                .joined(separator: "; ")
        }
    }
}
