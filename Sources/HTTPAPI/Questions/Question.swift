import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues
import EventLog

/// The two clocks of a read: the day asked about, and how far the log may speak (design 3.1).
struct Question {
    let asOf: CalendarDate
    let knownAt: KnownAt

    /// Reads `as_of` (today if absent) and `known_at` (the head if absent).
    init(_ request: Request, today: CalendarDate) throws(Problem) {
        let items = try QueryItems(request, allowing: ["as_of", "known_at"])
        asOf = try Self.day(items) ?? today
        knownAt = try Self.knownAt("known_at", items) ?? .head
    }

    fileprivate static func day(_ items: QueryItems) throws(Problem) -> CalendarDate? { try day("as_of", items) }

    static func day(_ name: Substring, _ items: QueryItems) throws(Problem) -> CalendarDate? {
        guard let text = items[name] else { return nil }
        guard let day = CalendarDate(text), days.contains(day) else {
            throw .invalidParameter(
                name, "Write a day of the calendar as YYYY-MM-DD, from 2000-01-01 to 2099-12-31.")
        }
        return day
    }

    static func month(_ items: QueryItems) throws(Problem) -> Month? {
        guard let text = items["month"] else { return nil }
        guard let month = month(text) else { throw .invalidParameter("month", RequestErrorCode.invalidMonth.remedy) }
        return month
    }

    /// A month that can be asked about; nil for any other text.
    static func month(_ text: String) -> Month? { Month(text).flatMap { days.contains($0.first) ? $0 : nil } }

    /// A moment of knowledge: a position, or an instant.
    static func knownAt(_ name: Substring, _ items: QueryItems) throws(Problem) -> KnownAt? {
        guard let text = items[name] else { return nil }
        if let position = Int64(text), position > 0 { return .position(position) }
        guard let instant = Instant(rfc3339: text) else {
            throw .invalidParameter(
                name, "Give a position of the log, or an instant as RFC 3339 with its offset (%2B for a plus).")
        }
        return .instant(instant)
    }

    /// Every day that can be asked about.
    static let days = Month(year: 2000, month: 1).first...CalendarDate.openEnd
}

/// A question whose answer comes in pages.
struct PagedQuestion {
    let asOf: CalendarDate
    let knownAt: KnownAt
    private let after: String?
    let limit: Int
    private let list: String

    /// Reads `limit`, and either `cursor` or what the first page is asked for with.
    ///
    /// - Parameters:
    ///   - list: which list this is: a cursor of another one is refused.
    ///   - service: says which day it is, and which position an instant beside a cursor stands for.
    ///   - positions: whether the list is one of positions, whose first page may begin `after` one of them.
    /// - Throws: ``Problem`` 400, also when the parameters contradict the cursor.
    init(
        _ request: Request, list: String, of service: any LedgerService, limits: PageLimits, positions: Bool = false
    ) async throws {
        let items = try QueryItems(
            request, allowing: ["as_of", "known_at", "limit", "cursor"] + (positions ? ["after"] : []))
        self.list = list
        limit = Int(try items.number("limit", in: 1...Int64(limits.largest)) ?? Int64(limits.usual))
        let day = try Question.day(items)
        let known = try Question.knownAt("known_at", items)
        let start = try items.number("after", in: 0...Int64.max - 1)
        guard let text = items["cursor"] else {
            asOf = day ?? service.today
            knownAt = known ?? .head
            after = start.map { String($0) }
            return
        }
        guard let cursor = Cursor(text), cursor.list == list else { throw Self.foreignCursor }
        if let day, day != cursor.asOf { throw Self.contradiction("as_of") }
        if let known, known != .position(cursor.known),
            try await service.knowledge(known).position.number != cursor.known
        {
            throw Self.contradiction("known_at")
        }
        asOf = cursor.asOf
        knownAt = .position(cursor.known)
        after = cursor.after
    }

    /// What the page begins after, as the list's own kind of place; nil for the first page.
    ///
    /// - Throws: ``Problem`` 400 when a cursor holds no such place.
    func start<Place>(_ make: (String) -> Place?) throws(Problem) -> Place? {
        guard let after else { return nil }
        guard let place = make(after) else { throw Self.foreignCursor }
        return place
    }

    /// The cursor of the page after this one.
    func next(after: String, _ knowledge: Knowledge) -> String {
        Cursor(list: list, asOf: asOf, known: knowledge.position.number, after: after).text
    }

    private static let foreignCursor = Problem.invalidParameter(
        "cursor", "Give the next_cursor of the page before, unchanged, to the same route.")

    private static func contradiction(_ name: String) -> Problem {
        Problem(
            .badRequest, "CURSOR_CONTRADICTION", field: name, detail: "The cursor was given out for another \(name).",
            remedy: "Leave \(name) out beside a cursor, or begin again without the cursor.")
    }
}

/// How many rows a page has.
public struct PageLimits: Hashable, Sendable {
    /// When `limit` is absent.
    public let usual: Int
    public let largest: Int

    public init(usual: Int, largest: Int) {
        self.usual = usual
        self.largest = largest
    }
}
