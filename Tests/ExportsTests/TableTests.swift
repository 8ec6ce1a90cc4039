import Exports
import LedgerValues
import Testing

@Suite struct TableWriterTests {
    private static func text(_ form: TableWriter.Form, _ cells: [Cell]) -> String {
        let table = TableWriter(form, ["name", "sum_cents", "on", "late", "none"])
        var bytes: [UInt8] = []
        table.begin(&bytes)
        table.write(cells, &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let cells: [Cell] = [
        .text("a, \"b\"; c"), .amount(Money(cents: -123_405)), .day(day("2026-09-01")), .flag(true), .none,
    ]

    @Test func `a table is RFC 4180, in euros`() {
        #expect(
            Self.text(.delimited(.standard), Self.cells)
                == "name,sum,on,late,none\r\n\"a, \"\"b\"\"; c\",-1234.05,2026-09-01,true,\r\n")
    }

    @Test func `a French spreadsheet gets semicolons and decimal commas`() {
        #expect(
            Self.text(.delimited(.french), Self.cells)
                == "name;sum;on;late;none\r\n\"a, \"\"b\"\"; c\";-1234,05;2026-09-01;true;\r\n")
        #expect(Self.text(.delimited(.french), [.text("a, b"), .none, .none, .none, .none]).hasSuffix("a, b;;;;\r\n"))
    }

    @Test func `NDJSON holds cents and names what is absent`() {
        #expect(
            Self.text(.ndjson, Self.cells)
                == #"{"name":"a, \"b\"; c","sum_cents":-123405,"on":"2026-09-01","late":true,"none":null}"# + "\n")
        #expect(
            Self.text(.ndjson, [.text("é\n\u{1}"), .none, .none, .none, .none]).hasPrefix(#"{"name":"é\u000a\u0001","#))
    }

    @Test(arguments: [TableWriter.Form.ndjson, .delimited(.standard), .delimited(.french)])
    func `rows that begin alike are those that are written one by one`(_ form: TableWriter.Form) {
        let table = TableWriter(form, ["name", "sum_cents", "on", "late", "none"])
        // Every byte of the first cell is escaped, whatever the form.
        let escaped = String(repeating: "\"", count: 500) + String(repeating: "\u{1}", count: 500)
        let rows = [Self.cells, Self.cells.map { _ in .text(escaped) }, Self.cells.map { _ in .number(.min) }]
        for count in 0...5 {
            let alike = rows.map { Array($0.suffix(5 - count)) }
            var (together, single): ([UInt8], [UInt8]) = ([], [])
            table.write(Array(rows[1].prefix(count)), alike, &together)
            for row in alike { table.write(rows[1].prefix(count) + row, &single) }
            #expect(together == single)
        }
    }
}
