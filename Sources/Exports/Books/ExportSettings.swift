public import LedgerValues

/// Everything that the bytes of an export depend on, beside the position up to which the log was read.
public struct ExportSettings: Sendable, Hashable {
    /// What is written, such as `fec`; made of what a code may hold.
    public let form: String
    /// The contract that it is about; nil when it is about the whole ledger.
    public let contract: ContractID?
    /// First day; nil begins with the log.
    public let from: CalendarDate?
    /// Last day, included.
    public let through: CalendarDate
    /// The other settings by name; what is not set is left out.
    private let others: [String: String]

    /// - Parameter others: names are `snake_case`.
    public init(
        form: String, contract: ContractID? = nil, from: CalendarDate? = nil, through: CalendarDate,
        _ others: [String: String?] = [:]
    ) {
        self.form = form
        self.contract = contract
        self.from = from
        self.through = through
        self.others = others.compactMapValues { $0 }
    }

    /// Raised whenever the same settings and position give other bytes.
    private static let version = "6"

    /// The settings as lines `name=value`, by name; a value of several lines has each of them but the first indented.
    ///
    /// Its digest stands in the log (docs/log-format.md).
    public var text: String {
        var lines = others
        lines["contract"] = contract?.text
        lines["form"] = form
        lines["from"] = from?.description
        lines["through"] = through.description
        lines["version"] = Self.version
        return lines.sorted { $0.key < $1.key }.map { name, value in
            "\(name)=\(value.split(separator: "\n").joined(separator: "\n "))\n"
        }.joined()
    }
}
