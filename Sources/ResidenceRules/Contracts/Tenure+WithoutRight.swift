public import LedgerValues

extension Tenure {
    /// Days of occupation without right, first and last included.
    public struct StretchWithoutRight: Hashable, Sendable {
        public let from: CalendarDate
        public let to: CalendarDate
        /// Nothing has ended the stretch yet: it still grows.
        public let running: Bool
    }

    /// The days of occupation without right known by the end of `asOf`, in order.
    ///
    /// A death ends the stretch that runs; the next one begins once the Crous has offered to recover the unit.
    /// - Parameter asOf: the day asked about; at ``CalendarDate/openEnd`` only a stretch that something ended is known.
    public func daysWithoutRight(asOf: CalendarDate, _ policies: PolicyTable) -> [StretchWithoutRight] {
        guard keysOn != nil, let rightEnd else { return [] }
        guard let diedOn else {
            return [stretch(after: rightEnd, to: nil, asOf: asOf, policies)].compactMap(\.self)
        }
        let offered = recoveryOfferedOn.flatMap { stretch(after: max($0, rightEnd), to: nil, asOf: asOf, policies) }
        return [stretch(after: rightEnd, to: diedOn, asOf: asOf, policies), offered].compactMap(\.self)
    }

    /// The days from the one after `eve` to the key return, at the latest to `end`; nil when there is none.
    private func stretch(
        after eve: CalendarDate, to end: CalendarDate?, asOf: CalendarDate, _ policies: PolicyTable
    ) -> StretchWithoutRight? {
        let ended = [end, returned?.on].compactMap(\.self).min()
        if ended == nil, asOf >= .openEnd { return nil }
        let last = ended ?? asOf
        guard last > eve else { return nil }
        if eve == rightEnd, toleranceCovers(last, policies) { return nil }
        let first = eve.adding(days: 1)
        let billed = takeover.map { max($0.on, first) } ?? first
        return billed <= last ? StretchWithoutRight(from: billed, to: last, running: ended == nil) : nil
    }

    /// Keys that come back on the next working day after a notice ran out on a day off (section 16 on ),
    /// also when the decision ended on the same day.
    private func toleranceCovers(_ last: CalendarDate, _ policies: PolicyTable) -> Bool {
        guard let rightEnd, noticeExpiry == rightEnd, rightEnd != repeal?.effectiveOn, rightEnd != diedOn,
            !WorkingDays.isWorking(rightEnd)
        else { return false }
        return policies.reads("next_working_day", .exitGrace, on: rightEnd)
            && last <= WorkingDays.next(after: rightEnd)
    }

    /// The last day to leave the unit after a formal notice: fifteen days after it was served.
    public var leaveBy: CalendarDate? { formalNoticeOn?.adding(days: 15) }

    /// Whether an insurance covers `day`.
    public func isInsured(on day: CalendarDate) -> Bool {
        insured.contains { $0.from <= day && day <= $0.to ?? day }
    }

    /// The last day on which a defect may be declared: ten days after the keys, or 48 hours on a short stay (R-136,
    ///
    var defectsUntil: CalendarDate? { keysOn?.adding(days: stay == nil ? 10 : 2) }
}
