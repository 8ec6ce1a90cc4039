public import LedgerValues

/// A reading that the sources leave open: `init` records a value for each, and a change is a dated event.
///
/// The raw value is the stored name. ``decidingDay`` says which day chooses among the values adopted.
public enum PolicyKey: String, CaseIterable, Sendable, Hashable {
    case prorationBasis = "proration_basis"
    case prorationDays = "proration_days"
    case exitDayBilled = "exit_day_billed"
    case advanceApplication = "advance_application"
    case advanceAmountStandard = "advance_amount_standard"
    case advanceAmountExchange = "advance_amount_exchange"
    case advanceHoursStandard = "advance_hours_standard"
    case advanceHoursExchange = "advance_hours_exchange"
    case assignmentDays = "assignment_days"
    case withdrawalBoundary = "withdrawal_boundary"
    case readmissionDeposit = "readmission_deposit"
    case unpaidMonthTest = "unpaid_month_test"
    case cafEntryMonth = "caf_entry_month"
    case indemnityBase = "sdnt_base"
    case indemnitySurcharge = "sdnt_surcharge"
    case exchangeCreditRefundable = "exchange_credit_refundable"
    case exitGrace = "exit_grace"
    case modeChangeDate = "mode_change_date"
    case paymentOrder = "payment_order"
    case shortStayBand = "short_stay_band"
    case shortStayExtension = "short_stay_extension"
    case cancelCutoff = "cancel_cutoff"
    case personRetention = "person_retention"

    /// The reading that `init` records unless told otherwise, as stored.
    public var initialValue: PolicyValue {
        switch self {
        case .prorationBasis: .code("published_thirtieth")
        case .prorationDays: .code("calendar_capped_30")
        case .exitDayBilled: .code("true")
        case .advanceApplication: .code("first_due_carry_forward")
        case .advanceAmountStandard: .number(7_000)
        case .advanceAmountExchange: .number(10_000)
        case .advanceHoursStandard: .number(48)
        case .advanceHoursExchange: .number(120)
        case .assignmentDays: .number(7)
        case .withdrawalBoundary: .code("strict_before")
        case .readmissionDeposit: .code("new")
        case .unpaidMonthTest: .code("age")
        case .cafEntryMonth: .code("prorated")
        case .indemnityBase: .code("prorated_thirtieth")
        case .indemnitySurcharge: .code("per_month_begun")
        case .exchangeCreditRefundable: .code("false")
        case .exitGrace: .code("next_working_day")
        case .modeChangeDate: .code("immediate")
        case .paymentOrder: .code("debtor_choice_first")
        case .shortStayBand: .code("booked_length")
        case .shortStayExtension: .code("night_index")
        case .cancelCutoff: .code("19h_two_days_before")
        case .personRetention: .number(5)
        }
    }

    /// The values that may be adopted; empty when any number from 0 to 1,000,000 may.
    public var allowedCodes: [String] {
        switch self {
        case .prorationBasis: ["published_thirtieth", "exact_over_30"]
        case .prorationDays: ["calendar_capped_30", "thirty_day_month"]
        case .exitDayBilled, .exchangeCreditRefundable: ["true", "false"]
        case .advanceApplication: ["first_due_carry_forward", "effect_month"]
        case .withdrawalBoundary: ["strict_before", "effect_day_allowed"]
        case .readmissionDeposit: ["new", "transfer"]
        case .unpaidMonthTest: ["age", "amount"]
        case .cafEntryMonth: ["prorated", "full", "zero"]
        case .indemnityBase: ["prorated_thirtieth", "full_month_begun"]
        case .indemnitySurcharge: ["per_month_begun", "prorated"]
        case .exitGrace: ["next_working_day", "none"]
        case .modeChangeDate: ["immediate", "next_month"]
        case .paymentOrder: ["debtor_choice_first", "oldest_first"]
        case .shortStayBand: ["booked_length", "progressive"]
        case .shortStayExtension: ["night_index", "total_length"]
        case .cancelCutoff: ["19h_two_days_before", "48h_before_arrival_day"]
        case .advanceAmountStandard, .advanceAmountExchange, .advanceHoursStandard, .advanceHoursExchange,
            .assignmentDays, .personRetention:
            []
        }
    }

    /// The day whose value applies, in words.
    public var decidingDay: String {
        switch self {
        case .prorationBasis, .prorationDays, .indemnityBase, .indemnitySurcharge: "first day of the line billed"
        case .exitDayBilled, .exitGrace: "last day of the right of occupation"
        case .advanceApplication: "effect date of the admission"
        case .advanceAmountStandard, .advanceAmountExchange, .advanceHoursStandard, .advanceHoursExchange,
            .assignmentDays:
            "notification of the proposal"
        case .withdrawalBoundary: "day of the request"
        case .modeChangeDate: "day of the change"
        case .readmissionDeposit: "day of the readmission"
        case .unpaidMonthTest: "day asked about"
        case .cafEntryMonth: "first day of the month declared"
        case .exchangeCreditRefundable: "day of the settlement"
        case .paymentOrder: "day of the payment"
        case .shortStayBand, .shortStayExtension, .cancelCutoff: "day of the booking"
        case .personRetention: "day of the erasure"
        }
    }

    /// Cents, hours or days; years for the key that counts in years.
    private var largestNumber: Int64 { self == .personRetention ? 100 : 1_000_000 }

    /// Whether `value` may be adopted for this key.
    public func accepts(_ value: PolicyValue) -> Bool {
        switch value {
        case .code(let code): allowedCodes.contains(code)
        case .number(let number): allowedCodes.isEmpty && (0...largestNumber).contains(number)
        }
    }
}

/// The value of a policy: one of its codes, or a number (cents, hours, days or years, as its key says).
public enum PolicyValue: Hashable, Sendable {
    case code(String)
    case number(Int64)
}

/// The policies adopted so far, each from its day on; later adoptions win from their day.
public struct PolicyTable: Sendable {
    private var adoptions: [PolicyKey: [(from: CalendarDate, value: PolicyValue)]] = [:]

    public init() {}

    /// Every key at its initial value since `day`: what `init` records.
    public static func initial(from day: CalendarDate) -> PolicyTable {
        var table = PolicyTable()
        for key in PolicyKey.allCases { table.adopt(key, key.initialValue, from: day) }
        return table
    }

    /// Files an adoption.
    public mutating func adopt(_ key: PolicyKey, _ value: PolicyValue, from day: CalendarDate) {
        adoptions[key, default: []].append((day, value))
    }

    /// Every adoption, by key, then in the order in which they were filed.
    public var all: [(key: PolicyKey, value: PolicyValue, from: CalendarDate)] {
        PolicyKey.allCases.flatMap { key in (adoptions[key] ?? []).map { (key, $0.value, $0.from) } }
    }

    /// The day of the newest adoption of `key`, nil when it was never adopted.
    public func lastAdoption(of key: PolicyKey) -> CalendarDate? { adoptions[key]?.map(\.from).max() }

    /// The value in force on `day`.
    ///
    /// - Precondition: `key` was adopted; `init` records every key, so its absence is a broken invariant.
    public func value(_ key: PolicyKey, on day: CalendarDate) -> PolicyValue {
        guard let known = adoptions[key], let first = known.first else {
            preconditionFailure("policy \(key.rawValue) was never adopted")
        }
        if known.count == 1 { return first.value }
        return known.last { $0.from <= day }?.value ?? first.value
    }

    /// Whether the value in force on `day` is `code`.
    func reads(_ code: String, _ key: PolicyKey, on day: CalendarDate) -> Bool { value(key, on: day) == .code(code) }

    /// The number in force on `day`, in the unit of its key.
    public func number(_ key: PolicyKey, on day: CalendarDate) -> Int64 {
        guard case .number(let number) = value(key, on: day) else {
            preconditionFailure("policy \(key.rawValue) holds no number")
        }
        return number
    }
}

/// What the rules know beside the facts of a contract: the tariffs and prices published, the policies adopted.
public struct RuleContext: Sendable {
    public var tariffs: TariffTable
    public var policies: PolicyTable
    public var prices: PriceList
    /// The facts of the contract that a readmission names, for the debts tested on both; else empty.
    public var earlier: [FiledFact] = []

    public init(tariffs: TariffTable, policies: PolicyTable, prices: PriceList = PriceList()) {
        self.tariffs = tariffs
        self.policies = policies
        self.prices = prices
    }
}
