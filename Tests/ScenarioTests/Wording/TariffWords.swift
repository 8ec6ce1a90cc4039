import Foundation
import LedgerValues

/// Rows of the printed tariff, as members of a `publish-tariff` command.
struct TariffWords {
    private let rows: [String: [String: String]]

    /// - Parameter file: the printed tables, RFC 4180 without quoted line breaks.
    init(_ file: URL) throws {
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
        guard let header = lines.first else { throw ScenarioError("\(file.path) is empty") }
        let names = Self.cells(header)
        var rows: [String: [String: String]] = [:]
        for line in lines.dropFirst() {
            let row = Dictionary(uniqueKeysWithValues: zip(names, Self.cells(line)))
            rows[row["row_id"] ?? ""] = row
        }
        self.rows = rows
    }

    /// `ROW`, with what differs from the print: `ROW, from on 1 September 2027, bare 205,00 €`,
    /// `ROW, stay one_to_three_months, coefficient 11500`.
    func members(_ text: some StringProtocol) throws -> [String: Any] {
        var parts = text.components(separatedBy: ", ")
        let id = parts.removeFirst()
        guard let printed = rows[id] else { throw ScenarioError("no printed row is called \(id)") }
        var members = Self.members(printed)
        for part in parts {
            guard let cut = part.range(of: " on ") ?? part.range(of: " ") else {
                throw ScenarioError("\(part) says nothing of a row")
            }
            let (name, value) = (part[..<cut.lowerBound], part[cut.upperBound...])
            if name == "stay" {
                members["stay"] = String(value)
            } else if name == "coefficient", let points = Int64(value) {
                members["coefficient_bp"] = NSNumber(value: points)
            } else if let day = PlainText.day(value) {
                members["\(name)_on"] = day.description
            } else if let cents = PlainText.cents(value) {
                members["\(name)_cents"] = NSNumber(value: cents)
            } else {
                throw ScenarioError("\(value) is neither a day nor an amount")
            }
        }
        return members
    }

    private static func members(_ row: [String: String]) -> [String: Any] {
        func cell(_ name: String) -> String { row[name] ?? "" }
        func cents(_ name: String) -> NSNumber { NSNumber(value: Int64(cell(name)) ?? 0) }
        var members: [String: Any] = [
            "row": cell("row_id"), "from_on": cell("in_force_from"), "to_on": cell("in_force_to"),
            "deposit_cents": cents("deposit"), "site": cell("site"), "residence": cell("residence"),
            "typology": cell("typology"),
            "occupancy": cell("occupancy") == "couple|single" ? "couple_or_single" : cell("occupancy"),
        ]
        if !cell("thirtieth").isEmpty { members["thirtieth_cents"] = cents("thirtieth") }
        if cell("flat_rate") == "1" {
            members["flat_cents"] = cents("total")
        } else {
            members["bare_cents"] = cents("bare_rent")
            members["charges_cents"] = cents("charges")
            members["furniture_cents"] = cents("furniture")
        }
        return members
    }

    private static func cells(_ line: Substring) -> [String] {
        var cells = [""]
        var quoted = false
        for character in line {
            if character == "\"" {
                quoted.toggle()
            } else if character == ",", !quoted {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
        }
        return cells
    }
}
