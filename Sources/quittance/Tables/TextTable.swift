/// A table in plain text: columns two spaces apart, figures to the right.
struct TextTable {
    enum Alignment {
        case left, right
    }

    private let columns: [(title: String, alignment: Alignment)]
    private var rows: [[String]] = []
    private var footer: [String]?

    init(_ columns: (String, Alignment)...) {
        self.columns = columns.map { (title: $0.0, alignment: $0.1) }
    }

    /// Adds a row; cells that are missing stay empty.
    mutating func add(_ cells: String...) { rows.append(cells) }

    /// Closes the table with a row of sums.
    mutating func close(_ cells: String...) { footer = cells }

    /// The table, each line ended.
    var text: String {
        let all = [columns.map(\.title)] + rows + [footer ?? []]
        let widths = columns.indices.map { index in
            all.map { $0.count > index ? $0[index].count : 0 }.max() ?? 0
        }
        let rule = line(widths.map { String(repeating: "─", count: $0) }, widths)
        var lines = [line(columns.map(\.title), widths), rule]
        lines += rows.map { line($0, widths) }
        if let footer { lines += [rule, line(footer, widths)] }
        return lines.joined(separator: "\n") + "\n"
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = columns.indices.map { index in
            let cell = index < cells.count ? cells[index] : ""
            let space = String(repeating: " ", count: widths[index] - cell.count)
            return columns[index].alignment == .left ? cell + space : space + cell
        }
        let text = padded.joined(separator: "  ")
        return String(text.reversed().drop { $0 == " " }.reversed())
    }
}
