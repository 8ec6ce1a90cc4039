import LedgerValues
public import Projections

/// *Plan de comptes et journaux*: which number, journal and label the books give to each account of the ledger.
///
/// It is a text file of lines whose fields are separated by tabs: `account`, role, number, label, and `auxiliary` for an
/// account kept contract by contract; or `journal`, role, code, label. A line that begins with `#` is a comment.
public struct ChartOfAccounts: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        /// At least three digits, the first of them the class of the general chart.
        public let number: String
        public let label: String
        /// Whether each contract has an account of its own under it.
        public let isAuxiliary: Bool
        public let kind: Kind
    }

    /// What an account is, whatever its number.
    public enum Kind: Sendable, Hashable {
        case asset, liability, equity, income, expense
    }

    public struct Journal: Sendable, Hashable {
        /// Capital letters and digits.
        public let code: String
        public let label: String
    }

    private var accounts: [Entry]
    private var results: [Entry]
    private var journals: [Journal]

    public subscript(account: Account) -> Entry { accounts[account.place] }
    public subscript(result: ResultAccount) -> Entry { results[result.place] }
    public subscript(journal: JournalRole) -> Journal { journals[journal.place] }

    /// The same chart with texts of its own.
    var unshared: ChartOfAccounts {
        func copy(_ text: String) -> String { String(decoding: Array(text.utf8), as: UTF8.self) }
        func copy(_ entry: Entry) -> Entry {
            Entry(
                number: copy(entry.number), label: copy(entry.label), isAuxiliary: entry.isAuxiliary, kind: entry.kind)
        }
        var chart = self
        chart.accounts = accounts.map(copy)
        chart.results = results.map(copy)
        chart.journals = journals.map { Journal(code: copy($0.code), label: copy($0.label)) }
        return chart
    }

    /// What cannot be read in a chart, with the line; line 0 means the file as a whole.
    public struct Defect: Error, Hashable, Sendable {
        public let line: Int
        public let reason: String

        public init(line: Int, reason: String) {
            self.line = line
            self.reason = reason
        }
    }

    /// Reads a chart; every account and journal must stand in it once.
    public init(_ text: String) throws(Defect) {
        var found: [String: (entry: Entry, line: Int)] = [:]
        var named: [String: (journal: Journal, line: Int)] = [:]
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            let number = index + 1
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            switch fields.first {
            case "account":
                let entry = try Self.entry(fields, number)
                guard found.updateValue((entry, number), forKey: fields[1]) == nil else {
                    throw Defect(line: number, reason: "the account \(fields[1]) stands twice")
                }
            case "journal":
                let journal = try Self.journal(fields, number)
                guard named.updateValue((journal, number), forKey: fields[1]) == nil else {
                    throw Defect(line: number, reason: "the journal \(fields[1]) stands twice")
                }
            default: throw Defect(line: number, reason: "a line begins with account, journal or #")
            }
        }
        accounts = []
        for account in Account.allCases {
            accounts.append(
                try Self.take(
                    account.rawValue, from: &found, classes: account.classes, auxiliary: account.mayBeAuxiliary))
        }
        results = []
        for result in ResultAccount.allCases {
            results.append(try Self.take(result.rawValue, from: &found, classes: "1", auxiliary: false))
        }
        journals = []
        for role in JournalRole.allCases {
            guard let (journal, line) = named.removeValue(forKey: role.rawValue) else {
                throw Defect(line: 0, reason: "the journal \(role.rawValue) is missing")
            }
            guard !journals.contains(where: { $0.code == journal.code }) else {
                throw Defect(line: line, reason: "the code \(journal.code) stands twice")
            }
            journals.append(journal)
        }
        for (role, line) in found.map({ ($0.key, $0.value.line) }) + named.map({ ($0.key, $0.value.line) }) {
            throw Defect(line: line, reason: "nothing in the ledger is called \(role)")
        }
        let numbers = (accounts + results).map(\.number)
        if let twice = numbers.first(where: { number in numbers.filter { $0 == number }.count > 1 }) {
            throw Defect(line: 0, reason: "the number \(twice) stands twice")
        }
    }

    private static func entry(_ fields: [String], _ line: Int) throws(Defect) -> Entry {
        guard (4...5).contains(fields.count), fields.count == 4 || fields[4] == "auxiliary" else {
            throw Defect(line: line, reason: "an account has a role, a number, a label and perhaps `auxiliary`")
        }
        guard (3...16).contains(fields[2].utf8.count), fields[2].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw Defect(line: line, reason: "'\(fields[2])' is no account number of 3 to 16 digits")
        }
        return Entry(
            number: fields[2], label: try label(fields[3], line), isAuxiliary: fields.count == 5,
            kind: Account(rawValue: fields[1])?.kind ?? .equity)
    }

    private static func journal(_ fields: [String], _ line: Int) throws(Defect) -> Journal {
        guard fields.count == 4 else { throw Defect(line: line, reason: "a journal has a role, a code and a label") }
        let isCode = fields[2].utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
        guard (2...8).contains(fields[2].utf8.count), isCode else {
            throw Defect(line: line, reason: "'\(fields[2])' is no code of 2 to 8 capital letters and digits")
        }
        return Journal(code: fields[2], label: try label(fields[3], line))
    }

    /// No bar and no control character: labels stand in fields of other files.
    private static func label(_ text: String, _ line: Int) throws(Defect) -> String {
        guard (1...128).contains(text.unicodeScalars.count),
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0 != "|" && $0.value != 0x7F })
        else {
            throw Defect(
                line: line, reason: "a label is not empty, has at most 128 characters, no bar and no control character")
        }
        return text
    }

    private static func take(
        _ role: String, from found: inout [String: (entry: Entry, line: Int)], classes: String, auxiliary: Bool
    ) throws(Defect) -> Entry {
        guard let (entry, line) = found.removeValue(forKey: role) else {
            throw Defect(line: 0, reason: "the account \(role) is missing")
        }
        guard let first = entry.number.first, classes.contains(first) else {
            throw Defect(line: line, reason: "\(entry.number) is of a class that \(role) cannot have: \(classes)")
        }
        if entry.isAuxiliary, !auxiliary {
            throw Defect(line: line, reason: "\(role) is not kept contract by contract")
        }
        return entry
    }
}

extension ChartOfAccounts {
    /// The chart without a file.
    public static let standard: ChartOfAccounts = {
        do throws(Defect) { return try ChartOfAccounts(standardText) } catch {
            preconditionFailure("the default chart: line \(error.line), \(error.reason)")
        }
    }()

    /// The default chart as a file to begin from.
    public static let standardText: String = {
        let accounts = Account.allCases.map { account in
            "account\t\(account.rawValue)\t\(account.number)\t\(account.label)"
                + (account.mayBeAuxiliary ? "\tauxiliary" : "")
        }
        return
            (["# Plan de comptes et journaux ; champs séparés par une tabulation."] + accounts + [
                "account\tprofit_carried_forward\t110\tReport à nouveau, solde créditeur",
                "account\tloss_carried_forward\t119\tReport à nouveau, solde débiteur",
                "account\tprofit\t120\tRésultat de l'exercice, bénéfice",
                "account\tloss\t129\tRésultat de l'exercice, perte",
                "journal\topening\tAN\tÀ-nouveaux",
                "journal\tsales\tVT\tLoyers et prestations",
                "journal\tbank\tBQ\tTrésorerie",
                "journal\tother\tOD\tOpérations diverses",
            ]).joined(separator: "\n") + "\n"
    }()

    /// The chart as the lines of a file, in the order of the roles; a chart read from it is the same.
    public var text: String {
        lines.map { $0.fields.joined(separator: "\t") }.joined(separator: "\n") + "\n"
    }

    /// The default chart with `lines` in the place of those of the same roles: accounts and journals that the ledger
    /// got since then keep their default.
    public init(_ lines: [Line]) throws(Defect) {
        var rest = lines
        let merged = Self.standard.lines.map { standard in
            guard let index = rest.firstIndex(where: { $0.fields[0...1] == standard.fields[0...1] }) else {
                return standard
            }
            return rest.remove(at: index)
        }
        try self.init((merged + rest).map { $0.fields.joined(separator: "\t") }.joined(separator: "\n"))
    }

    /// One line of a chart.
    public enum Line: Sendable, Hashable {
        case account(role: String, number: String, label: String, isAuxiliary: Bool)
        case journal(role: String, code: String, label: String)

        fileprivate var fields: [String] {
            switch self {
            case .account(let role, let number, let label, let isAuxiliary):
                ["account", role, number, label] + (isAuxiliary ? ["auxiliary"] : [])
            case .journal(let role, let code, let label): ["journal", role, code, label]
            }
        }
    }

    public var lines: [Line] {
        func line(_ role: String, _ entry: Entry) -> Line {
            .account(role: role, number: entry.number, label: entry.label, isAuxiliary: entry.isAuxiliary)
        }
        return Account.allCases.map { line($0.rawValue, self[$0]) }
            + ResultAccount.allCases.map { line($0.rawValue, self[$0]) }
            + JournalRole.allCases.map { .journal(role: $0.rawValue, code: self[$0].code, label: self[$0].label) }
    }
}
