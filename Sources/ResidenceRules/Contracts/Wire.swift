import LedgerValues

/// A refund that left the bank, and what did not come back of it, in cents.
struct Wire: Sendable {
    /// Log position.
    let position: Int64
    let kind: RefundKind
    var left: Money
}

extension [Wire] {
    /// What is left of the wire at `position`, or of all of a kind.
    func left(_ kind: RefundKind, at position: Int64?) -> Money {
        filter { $0.kind == kind && (position == nil || $0.position == position) }.map(\.left).total()
    }

    /// Takes what came back off the wire that it was; where nobody named it, off the latest of the same amount, or off the
    /// latest ones. Where others were taken for the one that is named, they were of another: the rest is off the latest.
    mutating func bringBack(_ kind: RefundKind, _ amount: Money, at position: Int64?) {
        var rest = amount
        let latest = indices.reversed().filter { self[$0].kind == kind }
        let first = latest.first { index in
            if let position { self[index].position == position } else { self[index].left == amount }
        }
        for index in [first].compactMap({ $0 }) + latest {
            let part = Swift.min(rest, self[index].left)
            self[index].left -= part
            rest -= part
        }
    }
}
