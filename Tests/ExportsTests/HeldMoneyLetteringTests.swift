import Exports
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// Letters of the accounts that hold money of a contract beside the tenant's own.
@Suite struct HeldMoneyLetteringTests {
    private static let day = CalendarDate(dayNumber: 9_800)

    /// The letters of entries on `account`, one a day, in words, such as `A -100`, in the order of the log.
    private static func letters(_ account: Account, _ entries: [(cents: Int64, refund: RefundKind?)]) -> [String] {
        var held = HeldMoneyLettering()
        for (index, entry) in entries.enumerated() {
            var movements = Movements()
            movements.append(Movement(account, debit: Money(cents: entry.cents)))
            movements.append(Movement(.treasury, debit: Money(cents: -entry.cents)))
            held.add(
                movements, at: Int64(index + 1), bookedOn: day.adding(days: index), refund: entry.refund)
        }
        var lettering = Lettering()
        lettering.add(held)
        return lettering.parts.map { part in
            "\(part.position) \(part.mark.code)\(part.mark.on.dayNumber - day.dayNumber) \(part.amount.cents)"
        }
    }

    @Test func `an entry is lettered with the oldest open one of the opposite amount`() {
        #expect(
            Self.letters(.depositsHeld, [(-100, nil), (-50, nil), (-50, nil), (50, nil)]) == ["2 A3 -50", "4 A3 50"])
    }

    @Test func `without one, with all that is open once that sums to zero`() {
        #expect(
            Self.letters(.advancesHeld, [(-100, nil), (-50, nil), (120, nil), (30, nil)])
                == ["1 A3 -100", "2 A3 -50", "3 A3 120", "4 A3 30"])
        #expect(Self.letters(.advancesHeld, [(-100, nil), (-50, nil), (120, nil), (29, nil)]).isEmpty)
    }

    @Test func `refunds to wire are told apart by what is refunded`() {
        #expect(
            Self.letters(.refundsPayable, [(-100, .deposit), (100, .credit), (60, .deposit), (40, .deposit)])
                == ["1 A3 -100", "3 A3 60", "4 A3 40"])
        #expect(Self.letters(.depositsHeld, [(-100, .deposit), (100, .credit)]) == ["1 A1 -100", "2 A1 100"])
    }

    @Test func `codes go on from letter to letter of an account, and the tenants' own has other rules`() {
        #expect(
            Self.letters(.unallocatedReceipts, [(-10, nil), (10, nil), (-10, nil), (10, nil)])
                == ["1 A1 -10", "2 A1 10", "3 B3 -10", "4 B3 10"])
        #expect(Self.letters(.tenants, [(-10, nil), (10, nil)]).isEmpty)
    }
}
