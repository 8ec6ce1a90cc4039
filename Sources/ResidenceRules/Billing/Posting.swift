public import LedgerValues

/// A derived posting: money that moves because the schedule says so. `bill` records them, and a fact that takes from what
/// is held brings those that give it back (``Billing/released(by:at:known:postings:)``).
public enum Posting: Hashable, Sendable {
    /// Dr receivable / Cr revenue by component. Never a sundry charge, which is a fact of its own.
    case charged(ChargeLine)
    /// The charge of position `charge` taken back, with what it charged; a service's only when a short stay never began.
    case chargeReversed(ChargeLine, charge: Int64)
    /// The charge of position `charge` falls due on another day; no money moves.
    case dueDaySet(charge: Int64, dueOn: CalendarDate?)
    /// Dr advance held / Cr receivable, on the rent line that starts on `from`.
    case advanceApplied(Money, from: CalendarDate)
    case advanceUnapplied(Money, from: CalendarDate)
    /// Dr advance held / Cr receivable: what no rent line took, at the settlement (section 16 on R-057).
    case advanceCredited(Money)
    case advanceCreditReversed(Money)
    /// Dr advance held / Cr forfeited advances.
    case advanceForfeited(Money)
    case forfeitReversed(Money)
    /// Dr deposit held / Cr receivable.
    case depositOffset(Money)
    case depositOffsetReversed(Money)
    /// Dr advance held, deposit held or receivable / Cr refunds payable.
    case refundDecided(RefundKind, Money, dueOn: CalendarDate)
    case refundDecisionReversed(RefundKind, Money)
    /// Dr receivable / Cr loss: what a decision had ended was paid, or is no longer owed.
    case lossReversed(DebtRelief.Ground, Money)
    case lossRestored(DebtRelief.Ground, Money)
}

/// A posting with its place in the log and the day it takes effect.
public struct FiledPosting: Hashable, Sendable {
    public let effectiveOn: CalendarDate
    public let position: Int64
    public let posting: Posting

    public init(effectiveOn: CalendarDate, position: Int64, posting: Posting) {
        self.effectiveOn = effectiveOn
        self.position = position
        self.posting = posting
    }
}

/// What the recorded postings of a contract add up to at the end of a day.
public struct PostedState: Sendable {
    /// What charges and reversals of the same line add up to, in the order of a statement.
    private(set) var charges: [Charge] = []
    /// Advance taken off the rent line that starts on a day, in cents.
    public private(set) var advance: [CalendarDate: Money] = [:]
    public private(set) var advanceCredited = Money.zero
    public private(set) var forfeited = Money.zero
    public private(set) var depositOffset = Money.zero
    public private(set) var lossReversed: [DebtRelief.Ground: Money] = [:]
    /// The log positions of the services taken back.
    public private(set) var reversedServices: Set<Int64> = []
    /// Refunds decided and not taken back, by kind, with the deadline of the latest decision.
    public private(set) var refunds: [RefundKind: (amount: Money, dueOn: CalendarDate)] = [:]

    /// The charges and reversals of one line. They are counted, not paired: a correction of an early day may stand
    /// beside a reversal already dated later, and both count.
    struct Charge {
        /// With the due day last set.
        var line: ChargeLine
        /// Charges less reversals; 1 for a line that stands.
        var count: Int
        /// The position of the latest charge.
        var position: Int64
        /// The place of the event that last set the due day.
        var dueSetBy: (day: CalendarDate, position: Int64)
    }

    public init() {}

    /// Adds up the postings that take effect by the end of `day`.
    ///
    /// - Parameter postings: in log order.
    public init(_ postings: [FiledPosting], asOf day: CalendarDate) {
        for posting in postings where posting.effectiveOn <= day { apply(posting, among: postings) }
        charges.sort { $0.line.precedes($1.line) }
    }

    /// Charges not taken back, with the position that recorded each, in the order of a statement.
    public var lines: [(line: ChargeLine, position: Int64)] {
        var lines: [(line: ChargeLine, position: Int64)] = []
        lines.reserveCapacity(charges.count)
        for charge in charges {
            for _ in 0..<max(0, charge.count) { lines.append((charge.line, charge.position)) }
        }
        return lines
    }

    private mutating func count(_ line: ChargeLine, _ change: Int, _ filed: FiledPosting) {
        let place = (day: filed.effectiveOn, position: filed.position)
        guard let index = charges.firstIndex(where: { $0.line.chargesTheSame(as: line) }) else {
            charges.append(Charge(line: line, count: change, position: filed.position, dueSetBy: place))
            return
        }
        charges[index].count += change
        if change > 0 {
            charges[index].position = max(charges[index].position, filed.position)
            setDue(line.dueOn, at: index, place)
        }
    }

    private mutating func setDue(_ due: CalendarDate?, at index: Int, _ place: (day: CalendarDate, position: Int64)) {
        guard charges[index].dueSetBy <= place else { return }
        charges[index].line = charges[index].line.due(on: due)
        charges[index].dueSetBy = place
    }

    private mutating func apply(_ filed: FiledPosting, among postings: [FiledPosting]) {
        switch filed.posting {
        case .charged(let line): count(line, 1, filed)
        case .chargeReversed(let line, let charge):
            if case .sundry = line.composition {
                reversedServices.insert(charge)
            } else {
                count(line, -1, filed)
            }
        case .dueDaySet(let charge, let due):
            guard let named = postings.first(where: { $0.position == charge }),
                case .charged(let line) = named.posting,
                let index = charges.firstIndex(where: { $0.line.chargesTheSame(as: line) })
            else { return }
            setDue(due, at: index, (filed.effectiveOn, filed.position))
        case .advanceApplied(let amount, let from): advance[from, default: .zero] += amount
        case .advanceUnapplied(let amount, let from): advance[from, default: .zero] -= amount
        case .advanceCredited(let amount): advanceCredited += amount
        case .advanceCreditReversed(let amount): advanceCredited -= amount
        case .advanceForfeited(let amount): forfeited += amount
        case .forfeitReversed(let amount): forfeited -= amount
        case .depositOffset(let amount): depositOffset += amount
        case .depositOffsetReversed(let amount): depositOffset -= amount
        case .lossReversed(let ground, let amount): lossReversed[ground, default: .zero] += amount
        case .lossRestored(let ground, let amount): lossReversed[ground, default: .zero] -= amount
        case .refundDecided(let kind, let amount, let due):
            refunds[kind] = ((refunds[kind]?.amount ?? .zero) + amount, due)
        case .refundDecisionReversed(let kind, let amount):
            let known = refunds[kind]
            refunds[kind] = ((known?.amount ?? .zero) - amount, known?.dueOn ?? filed.effectiveOn)
        }
    }
}
