/// A piece of HTML whose text is escaped where it enters.
public struct HTML: Sendable {
    public private(set) var text = ""

    init() {}

    /// Text that may hold anything.
    mutating func write(_ words: String) { text += Self.escaped(words) }

    /// An element with what `body` writes in it.
    mutating func element(_ name: String, class style: String? = nil, _ body: (inout HTML) -> Void) {
        text += style.map { "<\(name) class=\"\($0)\">" } ?? "<\(name)>"
        body(&self)
        text += "</\(name)>\n"
    }

    /// An element that holds only text.
    mutating func element(_ name: String, class style: String? = nil, _ words: String) {
        element(name, class: style) { $0.write(words) }
    }

    /// A table: titles, rows, and a last row in bold when there is one. Columns in `figures` stand to the right.
    mutating func table(_ titles: [String], figures: Set<Int>, _ rows: [[String]], sum: [String]? = nil) {
        element("table") { table in
            table.element("thead") { $0.row(titles, "th", figures) }
            table.element("tbody") { body in for row in rows { body.row(row, "td", figures) } }
            if let sum { table.element("tfoot") { $0.row(sum, "td", figures) } }
        }
    }

    private mutating func row(_ cells: [String], _ name: String, _ figures: Set<Int>) {
        element("tr") { row in
            for (index, cell) in cells.enumerated() {
                row.element(name, class: figures.contains(index) ? "figure" : nil, cell)
            }
        }
    }

    /// The space before a colon is not broken, as French has it.
    static func escaped(_ words: String) -> String {
        var escaped = ""
        for character in words.unicodeScalars {
            switch character {
            case ":", ";", "?", "!", "»":
                if escaped.unicodeScalars.last == " " {
                    escaped.unicodeScalars.removeLast()
                    escaped.append("\u{A0}")
                }
                escaped.unicodeScalars.append(character)
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

extension HTML {
    /// A whole document of A4 sheets, one for each of `sheets`; it needs no other file.
    public static func document(title: String, _ sheets: [HTML], on sheet: Sheet) -> String {
        opening(title: title, isNamed: sheet.addressee != nil) + articles(sheets) + closing
    }

    /// What stands before the sheets of a document.
    ///
    /// - Parameter isNamed: whether a sheet may carry an addressee.
    public static func opening(title: String, isNamed: Bool) -> String {
        """
        <!DOCTYPE html>
        <html lang="fr">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(escaped(title))</title>
        <style>
        \(isNamed ? style + "\n" + Addressee.style : style)
        </style>
        </head>
        <body>

        """
    }

    /// Sheets as they stand in a document.
    public static func articles(_ sheets: [HTML]) -> String {
        sheets.map { "<article>\n\($0.text)</article>\n" }.joined()
    }

    /// What stands after the last sheet.
    public static let closing = "</body>\n</html>\n"

    /// Black on white, so that a copy of a copy can still be read.
    private static let style = """
        @page { size: A4; margin: 18mm 16mm 16mm; }
        html { font: 10.5pt/1.45 "Liberation Sans", Arial, Helvetica, sans-serif; color: #000; background: #fff; }
        body { margin: 0 auto; max-width: 178mm; padding: 8mm 0; }
        article { break-after: page; }
        article:last-child { break-after: auto; }
        header { display: flex; justify-content: space-between; gap: 12mm; margin-bottom: 10mm; }
        header p { margin: 0; }
        header .issuer { font-weight: bold; }
        header div:last-child { text-align: right; }
        h1 { font-size: 17pt; line-height: 1.2; margin: 0 0 1mm; }
        h2 { font-size: 11.5pt; margin: 7mm 0 2mm; break-after: avoid; }
        .period { font-size: 12pt; margin: 0 0 6mm; }
        .notice { border: 0.3mm solid #000; padding: 2.5mm 3.5mm; margin: 5mm 0; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; vertical-align: top; padding: 1.1mm 2mm 1.1mm 0; }
        th { border-bottom: 0.3mm solid #000; font-size: 9pt; }
        tbody tr + tr td { border-top: 0.1mm solid #bbb; }
        tbody tr { break-inside: avoid; }
        tfoot td { border-top: 0.3mm solid #000; font-weight: bold; }
        thead { display: table-header-group; }
        tfoot { display: table-row-group; }
        .figure { text-align: right; white-space: nowrap; padding-right: 0; padding-left: 3mm; }
        footer { margin-top: 9mm; padding-top: 2mm; border-top: 0.1mm solid #888; font-size: 8.5pt; color: #333; }
        footer p { margin: 0; }
        @media print { body { padding: 0; max-width: none; } }
        """
}
