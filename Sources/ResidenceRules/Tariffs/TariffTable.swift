public import LedgerValues

/// A tariff row as it stands in the log.
public struct TariffPublication: Hashable, Sendable {
    public let row: TariffRow
    /// The day of the publication; a correction keeps the day of what it corrects.
    public let publishedOn: CalendarDate
    /// The log position of the event that says the row as it stands.
    public let position: Int64
}

/// *Rectification d'une erreur matérielle*: why a published row is corrected, and which one.
public struct TariffCorrection: Hashable, Sendable {
    public let reason: Code
    /// The log position of the publication corrected.
    public let corrects: Int64

    public init(reason: Code, corrects: Int64) {
        self.reason = reason
        self.corrects = corrects
    }
}

/// Every tariff row published so far, of all years.
public struct TariffTable: Sendable {
    /// In the order of publication; a correction takes the place of what it corrects.
    private var publications: [TariffRowID: [TariffPublication]] = [:]
    private var successors: [TariffRowID: Set<TariffRowID>] = [:]

    public init() {}

    /// Files that `new` stands for the unit that `old` priced (section 16 on R-110).
    public mutating func succeed(_ old: TariffRowID, by new: TariffRowID) { successors[old, default: []].insert(new) }

    /// Whether `row` is `old`, or follows it through one succession or several.
    func succeeds(_ row: TariffRowID, _ old: TariffRowID) -> Bool {
        var reached: Set = [old]
        var waiting = [old]
        while let next = waiting.popLast() {
            if next == row { return true }
            waiting += successors[next, default: []].filter { reached.insert($0).inserted }
        }
        return false
    }

    /// Files a newly voted row.
    public mutating func publish(_ row: TariffRow, on day: CalendarDate, position: Int64) {
        publications[row.id, default: []].append(
            TariffPublication(row: row, publishedOn: day, position: position))
    }

    /// Files the correction of a clerical error: the row stands as if it had been published so in the first place.
    public mutating func correct(_ row: TariffRow, corrects: Int64, on day: CalendarDate, position: Int64) {
        guard let index = publications[row.id]?.firstIndex(where: { $0.position == corrects }),
            let corrected = publications[row.id]?[index]
        else { return publish(row, on: day, position: position) }
        publications[row.id]?[index] = TariffPublication(
            row: row, publishedOn: corrected.publishedOn, position: position)
    }

    /// Whether any row of that identifier was ever published.
    public func knows(_ id: TariffRowID) -> Bool { publications[id] != nil }

    /// The row in force on `day`.
    ///
    /// - Throws: ``ScheduleError/noTariff(_:on:)``: a missing tariff is never guessed.
    public func row(_ id: TariffRowID, on day: CalendarDate) throws(ScheduleError) -> TariffRow {
        guard let row = rowInForce(id, on: day) else { throw .noTariff(id, on: day) }
        return row
    }

    /// The row in force on `day`; nil when none was published for it.
    ///
    /// A newly voted row takes over from its publication on, never on days that had elapsed by then; only the first
    /// row for a day counts whenever it was published (A-44; section 16 on R-041).
    public func rowInForce(_ id: TariffRowID, on day: CalendarDate) -> TariffRow? {
        var found: TariffRow?
        for publication in publications[id] ?? [] where publication.row.isInForce(on: day) {
            if found == nil || publication.publishedOn <= day { found = publication.row }
        }
        return found
    }

    /// The last day from `day` on, at most `limit`, on which the row in force on `day` stays the one in force.
    func lastDay(sameAs row: TariffRow, from day: CalendarDate, limit: CalendarDate) -> CalendarDate {
        for change in changeDays(of: row.id, after: day, through: limit)
        where rowInForce(row.id, on: change) != row {
            return change.adding(days: -1)
        }
        return limit
    }

    /// The days after `day` on which another row may come into force, in order.
    func changeDays(of id: TariffRowID, after day: CalendarDate, through limit: CalendarDate) -> [CalendarDate] {
        var days: Set<CalendarDate> = []
        for publication in publications[id] ?? [] {
            let row = publication.row
            for change in [row.inForceFrom, row.inForceTo.adding(days: 1), publication.publishedOn]
            where change > day && change <= limit {
                days.insert(change)
            }
        }
        return days.sorted()
    }

    /// The publication that a correction of `row` names: the newest with the same first day, else the newest that
    /// prices some of the same days; nil when there is none.
    public func corrected(by row: TariffRow) -> TariffPublication? {
        let known = publications[row.id] ?? []
        return known.last { $0.row.inForceFrom == row.inForceFrom }
            ?? known.last { $0.row.inForceFrom <= row.inForceTo && row.inForceFrom <= $0.row.inForceTo }
    }

    /// Every row as it stands, by identifier, then in the order of publication.
    public var all: [TariffPublication] {
        publications.sorted { $0.key < $1.key }.flatMap(\.value)
    }
}

extension TariffRow {
    fileprivate func isInForce(on day: CalendarDate) -> Bool { inForceFrom <= day && day <= inForceTo }
}
