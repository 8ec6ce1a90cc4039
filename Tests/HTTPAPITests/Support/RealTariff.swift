import Foundation
import Testing

/// The tariff of 2026-2027, published through the API as anybody would.
enum RealTariff {
    static let row = "ATHENA/PLEIADE/T1-PLEIADE-20M/SINGLE"
    static let flatRow = "CAMPUS-1/CAMPUS-1/T5-CAMPUS-1-CLX4/SHARED"

    /// A `publish-tariff` command with every row of the printed tables.
    static func command() throws -> String {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Tools/Tariffs/tariffs_2026.csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
        let names = cells(lines[0])
        let rows = lines.dropFirst().map { row(Dictionary(uniqueKeysWithValues: zip(names, cells($0)))) }
        return #"{"command":"publish-tariff","on":"2026-06-01","rows":[\#(rows.joined(separator: ","))]}"#
    }

    /// The cells of a line of RFC 4180, quoted or not.
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

    private static func row(_ cells: [String: String]) -> String {
        func cell(_ name: String) -> String { cells[name] ?? "" }
        let occupancy = cell("occupancy") == "couple|single" ? "couple_or_single" : cell("occupancy")
        var members = [
            #""row":"\#(cell("row_id"))""#, #""from_on":"\#(cell("in_force_from"))""#,
            #""to_on":"\#(cell("in_force_to"))""#, #""deposit_cents":\#(cell("deposit"))"#,
            #""site":"\#(cell("site"))""#, #""residence":"\#(cell("residence"))""#,
            #""typology":"\#(cell("typology"))""#, #""occupancy":"\#(occupancy)""#,
        ]
        if !cell("thirtieth").isEmpty { members.append(#""thirtieth_cents":\#(cell("thirtieth"))"#) }
        if cell("flat_rate") == "1" {
            members.append(#""flat_cents":\#(cell("total"))"#)
        } else {
            members += [
                #""bare_cents":\#(cell("bare_rent"))"#, #""charges_cents":\#(cell("charges"))"#,
                #""furniture_cents":\#(cell("furniture"))"#,
            ]
        }
        return "{\(members.joined(separator: ","))}"
    }
}

extension TestServer {
    func publishTariff() async throws {
        let answer = try await command(try RealTariff.command())
        try #require(answer.status == 201, "\(answer.text)")
    }

    /// The stages of an ordinary contract, as members of command objects.
    enum Stage {
        static let proposal = #""command":"propose-allocation","at":"2026-06-30T10:00""#
        static let advance = #""command":"receive-advance","at":"2026-07-01T10:00","amount_cents":7000"#
        static let admission =
            #""command":"decide-admission","on":"2026-07-02","effect_on":"2026-09-01","end_on":"2027-08-31","#
            + #""row":"\#(RealTariff.row)""#
        static let file = #""command":"complete-file","on":"2026-07-02""#
        static let deposit = #""command":"receive-deposit","on":"2026-07-02","amount_cents":35900"#
        static let keys = #""command":"hand-over-keys","on":"2026-09-01""#
        static let payment = #""command":"receive-payment","on":"2026-09-01","amount_cents":28867"#
    }

    /// A contract whose tenant has the keys and owes the first rent.
    func moveIn(_ contract: String = "c-1") async throws {
        try await record(
            [Stage.proposal, Stage.advance, Stage.admission, Stage.file, Stage.deposit, Stage.keys], of: contract)
    }
}
