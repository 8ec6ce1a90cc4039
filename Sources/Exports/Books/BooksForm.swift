/// A form in which the journal is written for other software.
public enum BooksForm: String, CaseIterable, Sendable {
    case hledger, beancount, csv, ndjson, balances

    /// What writes the file.
    ///
    /// - Parameters:
    ///   - french: tables have semicolons between fields and commas before decimals.
    ///   - ndjson: balances are NDJSON in cents.
    public func writer(french: Bool, ndjson: Bool = false) -> any BookWriter {
        let table = TableWriter.Form.delimited(french ? .french : .standard)
        return switch self {
        case .hledger: PlainTextWriter(.ledger)
        case .beancount: PlainTextWriter(.beancount)
        case .csv: JournalTable(table)
        case .ndjson: JournalTable(.ndjson)
        case .balances: MonthlyBalances(ndjson ? .ndjson : table)
        }
    }

    /// Whether it can be written for French spreadsheets.
    public var isTable: Bool { self == .csv || self == .balances }

    public var mediaType: String {
        switch self {
        case .hledger, .beancount: "text/plain; charset=utf-8"
        case .csv, .balances: "text/csv; charset=utf-8"
        case .ndjson: "application/x-ndjson"
        }
    }

    /// How the name of its file ends.
    public var ending: String {
        switch self {
        case .hledger: "journal"
        case .beancount: "beancount"
        case .csv: "csv"
        case .ndjson: "ndjson"
        case .balances: "balances.csv"
        }
    }
}
