import ArgumentParser
import EventLog
import LedgerApplication
import LedgerValues

extension CalendarDate {
    /// Reads a day of the command line, `YYYY-MM-DD`.
    static func argument(_ text: String) throws -> CalendarDate {
        guard let day = CalendarDate(text), (2000...2099).contains(day.components.year) else {
            throw ValidationError("'\(text)' is no day from 2000 to 2099: write YYYY-MM-DD.")
        }
        return day
    }
}

extension Month {
    /// Reads a month of the command line, `YYYY-MM`.
    static func argument(_ text: String) throws -> Month {
        guard let month = Month(text), (2000...2099).contains(month.year) else {
            throw ValidationError("'\(text)' is no month from 2000 to 2099: write YYYY-MM.")
        }
        return month
    }
}

/// A year of the books: the calendar year.
struct AccountingYear {
    let number: Int

    var first: CalendarDate { Month(year: number, month: 1).first }
    var last: CalendarDate { Month(year: number, month: 12).last }

    /// Reads a year of the command line.
    static func argument(_ number: Int) throws -> AccountingYear {
        guard (2000...2099).contains(number) else { throw ValidationError("A year lies from 2000 to 2099.") }
        return AccountingYear(number: number)
    }
}

extension StudentNumber {
    /// Refuses an argument that would bring a student number into the log.
    static func refuse(_ text: String, at option: String) throws {
        if isMeant(by: text) { throw RequestError.studentNumber(option) }
    }
}

/// Up to where the log may speak.
struct KnowledgeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What the log knew then: a position, or an instant (RFC 3339); default: everything recorded.",
            valueName: "moment"))
    var knownAt: String?

    func parsed() throws -> KnownAt { try knownAt.map(KnownAt.argument) ?? .head }
}

extension KnownAt {
    /// Reads a position, or an instant.
    static func argument(_ text: String) throws -> KnownAt {
        if let position = Int64(text) { return .position(position) }
        guard let instant = ParisTime.instant(text, repeated: .earlier) else {
            throw ValidationError(
                "'\(text)' is neither a position nor an instant: write 184467, or 2026-12-31T23:59:59Z.")
        }
        return .instant(instant)
    }
}

/// The day a question is about and up to where the log may speak.
struct MomentOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The day asked about, YYYY-MM-DD; default: today.", valueName: "day"))
    var asOf: String?

    @OptionGroup var known: KnowledgeOptions

    /// The day asked about, or `fallback`.
    func day(or fallback: CalendarDate) throws -> CalendarDate { try asOf.map(CalendarDate.argument) ?? fallback }

    /// What the log may know.
    func knowledge() throws -> KnownAt { try known.parsed() }
}

/// What a question is about, and how it is answered.
struct QuestionOptions: ParsableArguments {
    @OptionGroup var moment: MomentOptions

    @Flag(help: "Answer in JSON: cents and ISO days.")
    var json = false

    func day(or fallback: CalendarDate) throws -> CalendarDate { try moment.day(or: fallback) }
    func knowledge() throws -> KnownAt { try moment.knowledge() }
}

extension Knowledge {
    /// `known at position 12 (2026-11-21T10:00:00Z)`.
    var sentence: String { "known at position \(position) (\(recordedAt))" }
}
