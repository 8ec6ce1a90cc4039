import EventLog
import LedgerApplication
import LedgerValues
import ResidenceRules

/// A tenancy as it unfolds: its facts by the real rules, and the commands that brought them about.
///
/// The rules say what the tenant owes and what the Crous owes back, so that people in the sample pay true amounts.
struct SampleTenancy {
    let id: ContractID
    let code: TenantCode
    private let context: RuleContext
    private let actor: Actor
    private(set) var facts: [FiledFact] = []
    private(set) var lines: [SampleLine] = []

    /// The last day on which anything is recorded.
    static let lastDay = Month(year: 2027, month: 8).last

    init(id: ContractID, code: TenantCode, actor: Actor, _ context: RuleContext) {
        self.id = id
        self.code = code
        self.actor = actor
        self.context = context
    }

    /// The tenure as the facts so far describe it.
    var tenure: Tenure { Tenure(facts, asOf: .latest) }

    /// Records a command on a day; false when a rule refuses it or it comes after the sample's end.
    @discardableResult
    mutating func record(
        _ command: CommandName, on day: CalendarDate, byCode: Bool = false,
        _ members: KeyValuePairs<String, JSONValue> = [:]
    ) throws -> Bool {
        try add(
            SampleLine(
                command: command, subject: byCode ? .tenantCode(code.text) : .contract(id),
                moment: EffectiveMoment(day: day), saysHour: false, members: members))
    }

    /// Records a command at an instant.
    @discardableResult
    mutating func record(
        _ command: CommandName, at instant: Instant, _ members: KeyValuePairs<String, JSONValue> = [:]
    ) throws -> Bool {
        try add(
            SampleLine(
                command: command, subject: .contract(id), moment: EffectiveMoment(instant), saysHour: true,
                members: members))
    }

    /// Records money under a code that nobody has.
    mutating func misdirect(_ amount: Money, on day: CalendarDate, to wrongCode: String) {
        guard amount > .zero, day <= Self.lastDay else { return }
        lines.append(
            SampleLine(
                command: .receivePayment, subject: .tenantCode(wrongCode), moment: EffectiveMoment(day: day),
                saysHour: false, members: ["amount_cents": .cents(amount)]))
    }

    private mutating func add(_ line: SampleLine) throws -> Bool {
        guard line.moment.day <= Self.lastDay else { return false }
        let request = try CommandJSON.decode(
            try line.bytes(key: "sample"), actor: actor, key: nil, keyInBody: true, expectedVersion: nil, dryRun: true)
        guard case .contract(_, let command) = request.command else { return false }
        do throws(Rejection) {
            let decision = try ContractDecider.decide(command, at: request.moment, given: facts, in: context)
            for fact in decision.facts {
                file(FiledFact(moment: request.moment, position: Int64(facts.count + 1), fact: fact))
            }
        } catch {
            return false
        }
        lines.append(line)
        return true
    }

    private mutating func file(_ fact: FiledFact) {
        let place = facts.lastIndex { $0.precedes(fact) }.map { $0 + 1 } ?? 0
        facts.insert(fact, at: place)
    }

    /// What is open on `day` of the lines due by `limit`, in cents.
    func owed(on day: CalendarDate, dueBy limit: CalendarDate) -> Money {
        let tenure = Tenure(facts, asOf: day)
        guard let schedule = try? Schedule(tenure, facts, asOf: day, context) else { return .zero }
        let items = OpenItems(schedule.lines, payable: schedule.payable, funds: Funds(general: tenure.paid))
        return zip(schedule.lines, items.open).filter { line, _ in line.dueOn.map { $0 <= limit } ?? false }
            .map { $0.1 }.total()
    }

    /// Refunds decided and not wired by `day`; none without bank details.
    func refundsDue(on day: CalendarDate) -> [(kind: RefundKind, amount: Money)] {
        let tenure = Tenure(facts, asOf: day)
        guard let schedule = try? Schedule(tenure, facts, asOf: day, context) else { return [] }
        return schedule.refunds.filter { !$0.blocked }
            .map { (kind: $0.kind, amount: $0.amount - (tenure.wired[$0.kind] ?? .zero)) }
            .filter { $0.amount > .zero }
    }
}
