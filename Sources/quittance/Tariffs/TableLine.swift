import LedgerValues

/// One line of a published table, with what is wrong with it.
struct TableLine {
    let number: Int
    private let cells: [String: String]
    private(set) var faults: [TableFault] = []

    init(_ fields: [String], header: [String], number: Int) {
        self.number = number
        cells = Dictionary(zip(header, fields), uniquingKeysWith: { first, _ in first })
        if fields.count != header.count {
            faults.append(
                TableFault(
                    line: number, column: nil, code: .fieldCount,
                    text: "\(fields.count) fields where the header has \(header.count)"))
        }
        for (name, field) in zip(header, fields) where StudentNumber.stands(in: field) {
            fault(name, .studentNumber, "what stands here is written like an INE")
        }
    }

    /// Notes a fault of this line.
    mutating func fault(_ column: String, _ code: TableFault.Code, _ text: String) {
        faults.append(TableFault(line: number, column: column, code: code, text: text))
    }

    func cell(_ name: String) -> String { cells[name] ?? "" }

    mutating func cents(_ name: String) -> Money? {
        if let cents = wholeNumber(name), cents <= Money.largestAccepted.cents { return Money(cents: cents) }
        let text = cell(name)
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        let isFraction = parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
        fault(name, isFraction ? .amountNotWhole : .amount, text.isEmpty ? "nothing stands here" : text)
        return nil
    }

    func wholeNumber(_ name: String) -> Int64? {
        let text = cell(name)
        return !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
    }

    mutating func day(_ name: String) -> CalendarDate? {
        let day = CalendarDate(cell(name))
        if day == nil { fault(name, .day, "\(cell(name)) is no day") }
        return day
    }

    /// The first and the last day in force; no last day when its cell is empty or there is no such column.
    mutating func validity() -> (from: CalendarDate, to: CalendarDate?)? {
        let from = day("in_force_from")
        let to = cell("in_force_to").isEmpty ? nil : day("in_force_to")
        if let from, let to, to < from { fault("in_force_to", .periodReversed, "\(to) lies before \(from)") }
        return from.map { ($0, to) }
    }
}
