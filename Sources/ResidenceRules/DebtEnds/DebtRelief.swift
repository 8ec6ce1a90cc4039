public import LedgerValues

/// A debt that ends without being paid, by a recorded decision.
public struct DebtRelief: Hashable, Sendable {
    public enum Ground: String, Sendable, CaseIterable {
        /// *Admission en non-valeur*: the debt can still be paid, which reverses the loss.
        case irrecoverable
        /// *Créance éteinte*, written off all the same.
        case extinguished
        /// *Remise gracieuse*.
        case remitted
        /// Due more than five years ago (Code civil 2224).
        case prescribed

        /// Whether money that comes later still pays the debt.
        var canStillBePaid: Bool {
            switch self {
            case .irrecoverable, .extinguished: true
            case .remitted, .prescribed: false
            }
        }
    }

    public let line: LineName
    public let amount: Money
    public let ground: Ground
    /// The decision, by its code.
    public let decision: Code

    public init(line: LineName, amount: Money, ground: Ground, decision: Code) {
        self.line = line
        self.amount = amount
        self.ground = ground
        self.decision = decision
    }
}

/// What the Crous owes a tenant ends without being paid, by a recorded decision.
public struct CreditEnd: Hashable, Sendable {
    public enum Ground: String, Sendable, CaseIterable {
        /// An exchange student's credit stays with the Crous.
        case retained
        /// 31 December of the fourth following year has passed (law 68-1250).
        case prescribed
    }

    public enum Debt: String, Sendable, CaseIterable {
        /// A credit on the tenant's account, whose refund nobody has decided.
        case account
        /// Refunds decided and not wired, blocked ones included.
        case advance
        case deposit
        case credit

        /// The refund that is ended; nil for a credit whose refund nobody has decided.
        public var refund: RefundKind? {
            switch self {
            case .account: nil
            case .advance: .advance
            case .deposit: .deposit
            case .credit: .credit
            }
        }
    }

    public let debt: Debt
    public let amount: Money
    public let ground: Ground
    public let decision: Code

    public init(debt: Debt, amount: Money, ground: Ground, decision: Code) {
        self.debt = debt
        self.amount = amount
        self.ground = ground
        self.decision = decision
    }
}
