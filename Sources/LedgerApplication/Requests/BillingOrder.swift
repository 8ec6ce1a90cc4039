import EventLog
public import LedgerValues

/// What a billing run is asked for with, as one JSON object.
public struct BillingOrder: Hashable, Sendable {
    /// The last day to bill.
    public let through: CalendarDate
    /// Why differences that come from changed rule code alone are to be posted; nil only lists them.
    public let ruleChange: Code?

    private static let through = Member<CalendarDate>.day("through", "the last day to bill")
    private static let ruleChange = Member<Code>.identifier(
        "rule_change", .code, "why differences from changed rule code are to be posted", .invalidCode,
        remedy: Members.codeRemedy, make: Code.init)

    /// Reads `{"through":"YYYY-MM-DD"}`, perhaps with `rule_change`.
    public init(_ bytes: [UInt8]) throws(RequestError) {
        do throws(RequestError) {
            let reader = MemberReader(try CommandJSON.parse(bytes))
            try reader.refuseOthers(than: [.required(Self.through), .optional(Self.ruleChange)])
            through = try reader.required(Self.through)
            ruleChange = try reader.optional(Self.ruleChange)
        } catch {
            throw error.placed(in: bytes)
        }
    }
}

extension LedgerService {
    /// The last day that may be billed: what is billed binds every later adoption of a policy, so a slip of the pen must not
    /// bill a century.
    public var lastBillableDay: CalendarDate { today.adding(months: 24) }
}
