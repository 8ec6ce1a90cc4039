public import LedgerValues

/// What is declared to the CAF for one line of a contract: bare rent only.
public struct HousingAidFigure: Hashable, Sendable {
    /// Why the figure is what it is, in the order in which the reasons are tested.
    public enum Status: String, Sendable, CaseIterable {
        /// Occupation without right: no rent, no figure.
        case noRight = "no_right"
        /// Billed, but after the occupation ended.
        case vacated
        /// The occupation ended before the last day of the month.
        case exitIncomplete = "exit_incomplete"
        /// No bare rent is published.
        case flatRate = "flat_rate"
        /// The first month billed does not start on its first day.
        case entryIncomplete = "entry_incomplete"
        case complete
    }

    public let month: Month
    /// The tariff row that the line bills; nil for an indemnity, which bills none.
    public let row: TariffRowID?
    /// Bare rent in cents; nil where no bare rent is published.
    public let bare: Money?
    public let status: Status

    /// Whether the month is lost for the aid: it was not lived in to its end, or without right, or the policy for a first
    /// month that is not whole declares nothing.
    public var isLost: Bool {
        switch status {
        case .noRight, .vacated, .exitIncomplete: true
        case .entryIncomplete: bare == .zero
        case .flatRate, .complete: false
        }
    }

    /// The figure of `line`; nil for lines that concern no month of occupation (services, damage, costs).
    ///
    /// - Throws: ``ScheduleError`` when the policy asks for a full bare rent that no tariff gives.
    public init?(_ line: ChargeLine, _ tenure: Tenure, _ context: RuleContext) throws(ScheduleError) {
        month = line.from.month
        let breakdown: RentBreakdown
        let billed: TariffRowID
        switch line.composition {
        case .sundry, .shortStay, .carriedOver, .reclaim: return nil
        case .indemnity:
            // A short stay gives no figure, not even when its guest stays on.
            if tenure.stay != nil { return nil }
            (row, bare, status) = (nil, .zero, .noRight)
            return
        case .rent(let rent, _, let tariffRow):
            breakdown = rent
            billed = tariffRow
        }
        row = billed
        let zero: Money? = breakdown.bare == nil ? nil : .zero
        if let end = tenure.occupationEnd, end < month.first {
            status = .vacated
            bare = zero
        } else if let end = tenure.occupationEnd, end < month.last {
            status = .exitIncomplete
            bare = zero
        } else if breakdown.bare == nil {
            status = .flatRate
            bare = nil
        } else if let first = tenure.firstBilledDay, first.month == month, first != month.first {
            status = .entryIncomplete
            switch context.policies.value(.cafEntryMonth, on: month.first) {
            case .code("full"): bare = try context.tariffs.row(billed, on: line.from).monthly.bare
            case .code("zero"): bare = .zero
            default: bare = breakdown.bare
            }
        } else {
            status = .complete
            bare = breakdown.bare
        }
    }
}
