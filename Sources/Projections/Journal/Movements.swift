import LedgerValues

/// The movements of one entry, at most four, without an allocation: every event of a log is asked for them, some of them
/// three times.
public struct Movements: RandomAccessCollection, Sendable {
    @usableFromInline var slots = InlineArray<4, Movement>(repeating: Movement(.tenants, debit: .zero))
    @usableFromInline var used = 0

    /// No movement.
    public init() {}

    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { used }

    @inlinable public subscript(index: Int) -> Movement {
        precondition(index < used, "a movement of another entry")
        return slots[index]
    }

    /// `amount` from one account to another.
    init(_ amount: Money, from: Account, to: Account) {
        append(Movement(to, debit: amount))
        append(Movement(from, debit: -amount))
    }

    /// Debits an account, or credits it when `amount` is negative; nothing moves by zero.
    mutating func add(_ account: Account, debit amount: Money) {
        if amount != .zero { append(Movement(account, debit: amount)) }
    }

    public mutating func append(_ movement: Movement) {
        precondition(used < slots.count, "an entry of more than four accounts")
        slots[used] = movement
        used += 1
    }

    /// What takes the entry back.
    var reversed: Movements {
        var reversed = Movements()
        for movement in self { reversed.add(movement.account, debit: -movement.amount) }
        return reversed
    }
}

extension Movements: Hashable {
    public static func == (left: Movements, right: Movements) -> Bool { left.elementsEqual(right) }
    public func hash(into hasher: inout Hasher) { for movement in self { hasher.combine(movement) } }
}
