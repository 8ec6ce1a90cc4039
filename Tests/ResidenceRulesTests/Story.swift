import LedgerValues
import Projections
import ResidenceRules

/// One contract told command by command.
struct Story {
    private(set) var state = ContractState()
    var context = Fixtures.context
    private var position: Int64 = 0

    /// Admitted from 1 September 2026 to 31 August 2027, deposit paid, keys on the first day.
    static func housed(row: TariffRowID = Fixtures.row) throws -> Story {
        var story = Story()
        try story.tell(
            "2026-07-02",
            .decideAdmission(
                effectiveOn: Fixtures.day("2026-09-01"), endsOn: Fixtures.day("2027-08-31"), row: row,
                assignedOn: nil, programme: nil))
        try story.tell("2026-07-10", .record(.fileCompleted))
        try story.tell("2026-07-10", .record(.depositPaid(Money(cents: 35_900))))
        try story.tell("2026-09-01", .record(.keysHandedOver))
        return story
    }

    /// Records a command as the service would, or throws why not.
    mutating func tell(_ day: String, _ command: ContractCommand) throws(Rejection) {
        try tell(at: EffectiveMoment(day: Fixtures.day(day)), command)
    }

    mutating func tell(at moment: EffectiveMoment, _ command: ContractCommand) throws(Rejection) {
        let decision = try ContractDecider.decide(command, at: moment, given: state.facts, in: context)
        for fact in decision.facts {
            position += 1
            state.file(fact, at: moment, position: position)
        }
    }

    /// The code of the refusal; nil when the command was accepted.
    mutating func refusal(_ day: String, _ command: ContractCommand) -> RejectionCode? {
        do throws(Rejection) { try tell(day, command) } catch { return error.code }
        return nil
    }

    /// Grants a renewal through 31 August of the year after `from`.
    mutating func renew(_ day: String, from: String, to: String, row: TariffRowID = Fixtures.row) throws(Rejection) {
        try tell(
            day,
            .record(
                .renewalGranted(Term(effectiveOn: Fixtures.day(from), endsOn: Fixtures.day(to), row: row))))
    }

    /// Records the postings that are missing through a day.
    mutating func bill(through day: String) throws {
        let missing = try Billing.missing(
            facts: state.facts, postings: state.postings, through: Fixtures.day(day), nextPosition: position + 1,
            context)
        for found in missing {
            position += 1
            state.post(found.posting, on: found.effectiveOn, position: position)
        }
    }

    func statement(asOf day: String) throws -> ContractStatement {
        try ContractStatement(state, asOf: Fixtures.day(day), context)
    }

    /// The lines of a month: first day, thirtieths and cents of each.
    func month(_ text: String, asOf day: String = "2029-12-31") throws -> [BilledPart] {
        try statement(asOf: day).lines.map(\.charge).filter { $0.from.month.description == text }.map { line in
            switch line.composition {
            case .rent(_, let thirtieths, _):
                BilledPart("rent", line.from.description, thirtieths.count, line.amount.cents)
            case .indemnity(_, _, let thirtieths):
                BilledPart("indemnity", line.from.description, thirtieths.count, line.amount.cents)
            case .carriedOver(let item, _, _):
                BilledPart("carried \(item.kind.rawValue)", item.dueOn.description, 0, item.amount.cents)
            case .shortStay: BilledPart("short stay", line.from.description, 0, line.amount.cents)
            case .reclaim: BilledPart("reclaim", line.from.description, 0, line.amount.cents)
            case .sundry: BilledPart("sundry", line.from.description, 0, line.amount.cents)
            }
        }
    }
}

/// A line as a test says it.
struct BilledPart: Equatable, CustomStringConvertible {
    let kind: String
    let from: String
    let thirtieths: Int
    let cents: Int64

    init(_ kind: String, _ from: String, _ thirtieths: Int, _ cents: Int64) {
        self.kind = kind
        self.from = from
        self.thirtieths = thirtieths
        self.cents = cents
    }

    var description: String { "\(kind) from \(from): \(thirtieths)/30, \(cents)" }
}
