/// Rows whose columns line up: the first row holds the titles, amounts stand at the right of their column.
struct PlainTable {
    private var rows: [[String]]

    init(_ titles: [String]) { rows = [titles] }

    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// One indented line a row; `nothing` alone when there is no row under the titles.
    func lines(titled: Bool = true) -> [String] {
        guard rows.count > 1 else { return ["  nothing"] }
        let shown = titled ? rows : Array(rows.dropFirst())
        let widths = rows[0].indices.map { column in shown.map { $0[column].count }.max() ?? 0 }
        let amounts = rows[0].indices.map { column in rows.dropFirst().contains { $0[column].hasSuffix("€") } }
        return shown.map { cells in
            var line = " "
            for (column, cell) in cells.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += " " + (amounts[column] ? padding + cell : cell + padding) + " "
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
