import LedgerValues

/// One line of a published table, with what is wrong with it.
struct TableLine {
    let number: Int
    private let cells: [String: String]
    private(set) var faults: [TariffFile.Fault] = []

    init(_ fields: [String], header: [String], number: Int) {
        self.number = number
        cells = Dictionary(zip(header, fields), uniquingKeysWith: { first, _ in first })
        if fields.count != header.count {
            faults.append(
                TariffFile.Fault(
                    line: number, column: nil, text: "\(fields.count) fields where the header has \(header.count)"))
        }
    }

    /// Notes a fault of this line.
    mutating func fault(_ column: String, _ text: String) {
        faults.append(TariffFile.Fault(line: number, column: column, text: text))
    }

    func cell(_ name: String) -> String { cells[name] ?? "" }

    mutating func cents(_ name: String) -> Money? {
        guard let cents = wholeNumber(name), cents <= Money.largestAccepted.cents else {
            fault(name, "a whole number of cents is due")
            return nil
        }
        return Money(cents: cents)
    }

    func wholeNumber(_ name: String) -> Int64? {
        let text = cell(name)
        return !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
    }

    mutating func day(_ name: String) -> CalendarDate? {
        let day = CalendarDate(cell(name))
        if day == nil { fault(name, "a day YYYY-MM-DD is due") }
        return day
    }

    /// The first and the last day in force; no last day when its cell is empty or there is no such column.
    mutating func validity() -> (from: CalendarDate, to: CalendarDate?)? {
        let from = day("in_force_from")
        let to = cell("in_force_to").isEmpty ? nil : day("in_force_to")
        if let from, let to, to < from { fault("in_force_to", "the last day lies before the first") }
        return from.map { ($0, to) }
    }
}
