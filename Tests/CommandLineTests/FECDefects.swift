import Foundation

/// A defect made on purpose: what is done to the lines of a sound file, and the words that must refuse it.
struct FECDefect: Sendable {
    let name: String
    let words: String
    /// The line, from 1, that has to be named; nil when the file has nothing to be spoilt so.
    let make: @Sendable (inout Lines) -> Int?

    private init(_ name: String, _ words: String, _ make: @escaping @Sendable (inout Lines) -> Int?) {
        self.name = name
        self.words = words
        self.make = make
    }

    static let all = form + fields + entries + letters

    private static let form = [
        FECDefect("an empty file", "is empty") { file in
            (file.lines, file.suffix) = ([], "")
            return 1
        },
        FECDefect("names and nothing else", "no entry stands") { file in
            file.lines.removeSubrange(1...)
            return 1
        },
        FECDefect("a mark at the head", "byte order mark") { file in
            file.prefix = "\u{FEFF}"
            return 1
        },
        FECDefect("line ends without CR", "not CR LF") { file in
            file.lines[2] += "\n" + file.lines.remove(at: 3)
            return 3
        },
        FECDefect("no end to the last line", "not ended by CR LF") { file in
            file.suffix = ""
            return file.lines.count
        },
        FECDefect("columns in another order", "eighteen names") { file in
            file.lines[0] = file.lines[0].replacing("Debit\tCredit", with: "Credit\tDebit")
            return 1
        },
        FECDefect("a field too few", "17 fields") { file in
            file.lines[3] = String(file.lines[3].dropLast())
            return 4
        },
    ]

    /// A field of the fifth line that is made `text` of what it was.
    private static func field(
        _ name: String, _ words: String, _ field: Field, _ text: @escaping @Sendable (String) -> String
    ) -> FECDefect {
        FECDefect(name, words) { file in
            file.change(4, field, text)
            return 5
        }
    }

    private static let fields = [
        field("a point for the decimals", "no amount", .debit) { $0.replacing(",", with: ".") },
        field("spaces between groups", "no amount", .debit) { "1 " + $0 },
        field("a day with dashes", "no day", .bookedOn) { _ in "2026-09-01" },
        field("a day that does not exist", "no day", .validatedOn) { _ in "20260231" },
        field("another year's day", "outside the year", .bookedOn) { _ in "20250101" },
        field("a bar in a label", "bar", .label) { $0 + "|" },
        field("a control character in a label", "EcritureLib holds a control character", .label) { $0 + "\u{1F}." },
        field("a control character of two bytes", "EcritureLib holds a control character", .label) { $0 + "\u{85}." },
        field("a space before a label", "EcritureLib begins or ends with a space", .label) { " " + $0 },
        field("a space after a label", "CompteLib begins or ends with a space", .accountLabel) { $0 + " " },
        field("an empty label", "EcritureLib is empty", .label) { _ in "" },
        field("an account of two digits", "three digits", .account) { _ in "41" },
        field("two labels of one account", "not the one it had before", .accountLabel) { $0 + " bis" },
        field("a currency without its amount", "only one of Montantdevise", .currency) { _ in "USD" },
        FECDefect("debit and credit on one line", "exactly one") { file in
            file.lines[4] = file.lines[4].replacing("\t0,00", with: "\t1,00")
            return 5
        },
        FECDefect("neither debit nor credit", "exactly one") { file in
            file.change(4, .debit) { _ in "0,00" }
            file.change(4, .credit) { _ in "0,00" }
            return 5
        },
        FECDefect("an auxiliary without its label", "only one of CompAuxNum") { file in
            guard let line = file.first(where: { !$0[.auxiliary].isEmpty }) else { return nil }
            file.change(line, .auxiliaryLabel) { _ in "" }
            return line + 1
        },
        FECDefect("a letter without its day", "only one of EcritureLet") { file in
            file.change(4, .letter) { _ in "ZZZ" }
            file.change(4, .letteredOn) { _ in "" }
            return 5
        },
    ]

    /// The second line of an entry says something else than the first.
    private static func differing(_ name: String, _ field: Field, _ text: String) -> FECDefect {
        FECDefect("two values of \(name) in one entry", "\(name) differs within the entry") { file in
            file.change(2, field) { _ in text }
            return 3
        }
    }

    private static let entries = [
        differing("EcritureDate", .bookedOn, "20261231"), differing("PieceRef", .piece, "X1"),
        differing("PieceDate", .happenedOn, "20260102"), differing("EcritureLib", .label, "Autre"),
        differing("ValidDate", .validatedOn, "20261231"),
        FECDefect("an entry that does not balance", "does not balance") { file in
            let line = file.firstOfEntry(4)
            file.change(4, .debit) { $0 == "0,00" ? $0 : "9" + $0 }
            file.change(4, .credit) { $0 == "0,00" ? $0 : "9" + $0 }
            return line + 1
        },
        FECDefect("a number left out", "have a gap") { file in
            let last = file.lines.count - 1
            let first = file.firstOfEntry(last)
            let number = file[last][.number]
            let next = String(format: "%06d", (Int(number.suffix(6)) ?? 0) + 1)
            for line in first...last { file.change(line, .number) { _ in number.dropLast(6) + next } }
            return first + 1
        },
        FECDefect("a number that stands twice", "stands twice") { file in
            file.lines += file.lines[1...2]
            return file.lines.count - 1
        },
        FECDefect("the number of another year", "EcritureNum is not journal, year 2026 and rank") { file in
            let first = file.firstOfEntry(file.lines.count - 1)
            for line in first..<file.lines.count { file.change(line, .number) { $0.replacing("2026-", with: "2025-") } }
            return first + 1
        },
        FECDefect("the number of another journal", "EcritureNum is not journal, year 2026 and rank") { file in
            let first = file.firstOfEntry(file.lines.count - 1)
            for line in first..<file.lines.count { file.change(line, .number) { "X" + $0 } }
            return first + 1
        },
        FECDefect("a document later than its entry", "is after EcritureDate") { file in
            let first = file.firstOfEntry(file.lines.count - 1)
            for line in first..<file.lines.count { file.change(line, .happenedOn) { _ in "20270101" } }
            return first + 1
        },
        FECDefect("validation that goes back", "validated later") { file in
            let first = file.firstOfEntry(file.lines.count - 1)
            for line in first..<file.lines.count { file.change(line, .validatedOn) { _ in "20200101" } }
            return first + 1
        },
        FECDefect("opening entries at the end", "does not stand first") { file in
            for line in file.lines.indices.suffix(2) {
                file.lines.append(file.lines[line])
                file.change(file.lines.count - 1, .journal) { _ in "AN" }
                file.change(file.lines.count - 1, .journalLabel) { _ in "À-nouveaux" }
                file.change(file.lines.count - 1, .number) { _ in "AN2026-000001" }
            }
            return file.lines.count - 1
        },
    ]

    /// The lines of the first letter of an account that stands on as many lines, or more.
    private static func letter(of count: Int, _ file: Lines) -> [Int] {
        var groups: [String: [Int]] = [:]
        for line in file.lines.indices.dropFirst() where !file[line][.letter].isEmpty {
            groups["\(file[line][.account]) \(file[line][.auxiliary]) \(file[line][.letter])", default: []].append(line)
        }
        return groups.values.filter { $0.count >= count }.min { $0[0] < $1[0] } ?? []
    }

    private static func unletter(_ line: Int, _ file: inout Lines) {
        file.change(line, .letter) { _ in "" }
        file.change(line, .letteredOn) { _ in "" }
    }

    private static let letters = [
        FECDefect("a letter that does not sum to zero", "does not sum to zero") { file in
            let lines = letter(of: 3, file)
            guard let last = lines.last else { return nil }
            unletter(last, &file)
            return lines[0] + 1
        },
        FECDefect("a letter on one line alone", "stands on a single line") { file in
            let lines = letter(of: 2, file)
            for line in lines.dropLast() { unletter(line, &file) }
            return lines.last.map { $0 + 1 }
        },
        FECDefect("a letter before its last entry", "is before its EcritureDate") { file in
            let lines = letter(of: 2, file)
            for line in lines { file.change(line, .letteredOn) { _ in "20260101" } }
            return lines.first { file[$0][.bookedOn] > "20260101" }.map { $0 + 1 }
        },
        FECDefect("two days of one letter", "is not the one it had before") { file in
            guard let last = letter(of: 2, file).last else { return nil }
            file.change(last, .letteredOn) { _ in "20261231" }
            return last + 1
        },
    ]
}

/// The fields of a line, in their order.
enum Field: Int, Sendable {
    case journal, journalLabel, number, bookedOn, account, accountLabel, auxiliary, auxiliaryLabel, piece, happenedOn
    case label, debit, credit, letter, letteredOn, validatedOn, foreignAmount, currency
}

extension [String] {
    subscript(field: Field) -> String { self[field.rawValue] }
}

/// A file of lines ended by CR LF, to be spoilt; the first line holds the names.
struct Lines {
    var prefix = ""
    var lines: [String]
    var suffix = "\r\n"

    init(_ text: String) {
        lines = text.components(separatedBy: "\r\n")
        lines.removeLast()
    }

    var text: String { prefix + lines.joined(separator: "\r\n") + suffix }

    /// The fields of a line.
    subscript(line: Int) -> [String] { lines[line].components(separatedBy: "\t") }

    /// The first line of entries whose fields are as asked.
    func first(where isWanted: ([String]) -> Bool) -> Int? {
        lines.indices.dropFirst().first { isWanted(self[$0]) }
    }

    /// The first line of the entry that a line belongs to.
    func firstOfEntry(_ line: Int) -> Int {
        var first = line
        while first > 1, self[first - 1][.number] == self[line][.number] { first -= 1 }
        return first
    }

    mutating func change(_ line: Int, _ field: Field, _ change: (String) -> String) {
        var fields = self[line]
        fields[field.rawValue] = change(fields[field])
        lines[line] = fields.joined(separator: "\t")
    }
}
