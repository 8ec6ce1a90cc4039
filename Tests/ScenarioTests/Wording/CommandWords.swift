import Foundation
import LedgerApplication
import LedgerValues

/// A command in words, made into the JSON that the API takes.
///
/// `hand over keys`, `receive payment of 288,67 €`, `give notice, departure on 10 November 2026`: the command's name
/// with spaces, then its members, each by its name with spaces (the unit at the end of the name may be left out).
struct CommandWords {
    let name: CommandName
    private var members: [String: Any] = [:]

    /// - Parameter positions: the log positions that a scenario gave names to.
    init(_ text: some StringProtocol, contract: String?, positions: [String: Int64]) throws {
        var parts = text.components(separatedBy: ", ")
        let head = parts.removeFirst()
        guard let (name, rest) = Self.command(head) else { throw ScenarioError("no command is called \(head)") }
        self.name = name
        members["command"] = name.rawValue
        let known = name.shape.allMembers
        if let amount = rest {
            guard let member = known.first(where: { $0.name == "amount_cents" }) else {
                throw ScenarioError("\(name.rawValue) has no amount")
            }
            members[member.name] = try Self.value(amount, of: member, positions)
        }
        for part in parts {
            guard let (member, value) = Self.member(part, among: known) else {
                throw ScenarioError("\(name.rawValue) has no member that \(part) could be")
            }
            members[member.name] = try Self.value(value, of: member, positions)
        }
        if let contract, known.contains(where: { $0.name == "contract" }), members["tenant_code"] == nil {
            members["contract"] = contract
        }
    }

    mutating func take(on day: CalendarDate, at time: String?) {
        if let time { members["at"] = "\(day)T\(time)" } else { members["on"] = day.description }
    }

    func json() throws -> [UInt8] {
        Array(try JSONSerialization.data(withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes]))
    }

    /// The command whose name `text` is or starts with, and what follows ` of `.
    private static func command(_ text: String) -> (CommandName, String?)? {
        let parts = text.components(separatedBy: " of ")
        let name = parts[0].replacingOccurrences(of: " ", with: "-")
        guard parts.count <= 2, let command = CommandName(rawValue: name) else { return nil }
        return (command, parts.count == 2 ? parts[1] : nil)
    }

    /// The member that `text` names, by the longest name that fits, and its value in words.
    private static func member(_ text: String, among known: [CommandMember]) -> (CommandMember, String)? {
        var best: (member: CommandMember, words: String)?
        for member in known {
            var names = [member.name.replacingOccurrences(of: "_", with: " ")]
            for unit in [" cents", " bp"] where names[0].hasSuffix(unit) {
                names.append(String(names[0].dropLast(unit.count)))
            }
            for words in names where text.hasPrefix(words + " ") && words.count > best?.words.count ?? 0 {
                best = (member, words)
            }
        }
        return best.map { ($0.member, String(text.dropFirst($0.words.count + 1))) }
    }

    private static func value(
        _ text: String, of member: CommandMember, _ positions: [String: Int64]
    ) throws -> Any {
        switch member.form {
        case .cents:
            guard let cents = PlainText.cents(text) else { throw ScenarioError("\(text) is no amount") }
            return NSNumber(value: cents)
        case .day:
            guard let day = PlainText.day(text) else { throw ScenarioError("\(text) is no day") }
            return day.description
        case .instant:
            let parts = text.components(separatedBy: " at ")
            guard parts.count == 2, let day = PlainText.day(parts[0]) else {
                throw ScenarioError("\(text) is no instant")
            }
            return "\(day)T\(parts[1])"
        case .contract, .tenantCode, .tariffRow, .code, .month, .choice, .text, .key: return text
        default:
            if member.name.hasSuffix("_bp"), text.hasSuffix(" %"), let percent = Int64(text.dropLast(2)) {
                return NSNumber(value: percent * 100)
            }
            if let position = positions[text] { return NSNumber(value: position) }
            if text == "yes" || text == "no" { return NSNumber(value: text == "yes") }
            return Int64(text).map { NSNumber(value: $0) } ?? text
        }
    }
}

/// A line of a scenario that cannot be understood.
struct ScenarioError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
