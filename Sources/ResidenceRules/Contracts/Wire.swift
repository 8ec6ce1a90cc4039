import LedgerValues

/// A refund that left the bank, and what did not come back of it, in cents.
struct Wire: Sendable {
    /// Log position.
    let position: Int64
    let kind: RefundKind
    var left: Money
}

extension [Wire] {
    /// What is left of the wire at `position`.
    func left(_ kind: RefundKind, at position: Int64) -> Money {
        first { $0.position == position && $0.kind == kind }?.left ?? .zero
    }

    /// Takes what came back off the wire that it was; where nobody named it, off the latest of the same amount, or off the
    /// latest ones.
    mutating func bringBack(_ kind: RefundKind, _ amount: Money, at position: Int64?) {
        var rest = amount
        let named = indices.filter { self[$0].kind == kind && (position == nil || self[$0].position == position) }
        let same = named.last { self[$0].left == amount }
        for index in [same].compactMap({ $0 }) + named.reversed() {
            let part = Swift.min(rest, self[index].left)
            self[index].left -= part
            rest -= part
        }
    }
}
