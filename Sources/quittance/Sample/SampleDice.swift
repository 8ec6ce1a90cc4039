import LedgerValues

/// Numbers that look random and are the same for the same seed, with every version of Swift (SplitMix64).
struct SampleDice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// One seed made of two numbers.
    static func mix(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var dice = SampleDice(seed: first)
        return dice.bits() ^ second
    }

    /// 64 bits.
    mutating func bits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number of `range`; the bias of the remainder is far below what a sample shows.
    mutating func roll(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(bits() % UInt64(range.count))
    }

    /// True in so many cases of a thousand.
    mutating func chance(_ perThousand: Int) -> Bool { roll(1...1_000) <= perThousand }

    /// One of `choices`, which is not empty.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[roll(0...choices.count - 1)] }

    /// A day of `range`.
    mutating func day(_ range: ClosedRange<CalendarDate>) -> CalendarDate {
        range.lowerBound.adding(days: roll(0...max(0, range.upperBound.days(since: range.lowerBound))))
    }

    /// Letters and digits that nobody confuses (Crockford's alphabet).
    mutating func word(_ length: Int) -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return String((0..<length).map { _ in pick(alphabet) })
    }
}
