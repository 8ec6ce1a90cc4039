/// An amount of money in whole euro cents; the only representation of money in the ledger.
///
/// There is no floating-point door. Sums trap on overflow: an amount outside `Int64` is a broken invariant, and
/// amounts that enter from outside are bounded by ``Money/largestAccepted``.
public struct Money: Hashable, Comparable, Sendable {
    /// The amount in euro cents; negative for a credit where the context says so.
    public var cents: Int64

    /// Makes an amount of `cents` euro cents.
    @inlinable public init(cents: Int64) { self.cents = cents }

    /// No money at all.
    @inlinable public static var zero: Money { Money(cents: 0) }

    /// The largest amount a single fact may carry: ten million euros, in cents.
    public static let largestAccepted = Money(cents: 1_000_000_000)

    @inlinable public static func < (left: Money, right: Money) -> Bool { left.cents < right.cents }
    @inlinable public static func + (left: Money, right: Money) -> Money { Money(cents: left.cents + right.cents) }
    @inlinable public static func - (left: Money, right: Money) -> Money { Money(cents: left.cents - right.cents) }
    @inlinable public static prefix func - (value: Money) -> Money { Money(cents: -value.cents) }
    @inlinable public static func += (left: inout Money, right: Money) { left.cents += right.cents }
    @inlinable public static func -= (left: inout Money, right: Money) { left.cents -= right.cents }
    @inlinable public static func * (left: Money, right: Int64) -> Money { Money(cents: left.cents * right) }

    /// This amount multiplied by `numerator / denominator`, rounded half-up to the cent (half away from zero below 0).
    ///
    /// - Precondition: `denominator` is positive.
    public func scaledHalfUp(_ numerator: Int64, over denominator: Int64) -> Money {
        precondition(denominator > 0, "a scale has a positive denominator")
        let product = cents * numerator
        let half = product >= 0 ? denominator / 2 : -(denominator / 2)
        return Money(cents: (product + half) / denominator)
    }

    /// Splits this non-negative amount in proportion to `weights` by largest remainder, ties to the earlier weight, so
    /// that the parts sum to the amount exactly.
    ///
    /// - Precondition: the weights are not negative and not all zero.
    public func split(inProportionTo weights: [Int64]) -> [Money] {
        let total = weights.reduce(0, +)
        precondition(total > 0 && cents >= 0, "a split needs a positive weight and a non-negative amount")
        // Products of two sums of money need more than 64 bits; the quotients do not, for no weight exceeds the total.
        let shares = weights.map { total.dividingFullWidth(cents.multipliedFullWidth(by: $0)) }
        var parts = shares.map(\.quotient)
        let missing = Int(cents - parts.reduce(0, +))
        let byRemainder = weights.indices.sorted {
            let (left, right) = (shares[$0].remainder, shares[$1].remainder)
            return left == right ? $0 < $1 : left > right
        }
        for index in byRemainder.prefix(missing) { parts[index] += 1 }
        return parts.map(Money.init(cents:))
    }
}

extension Sequence where Element == Money {
    /// The sum of the amounts, in cents.
    public func total() -> Money { reduce(.zero, +) }
}
