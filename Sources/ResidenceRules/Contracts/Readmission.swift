public import LedgerValues

/// *Réadmission*: the decision of a new contract for a student who left an earlier one.
public struct Readmission: Hashable, Sendable {
    /// What becomes of the deposit of the earlier contract.
    public enum Deposit: String, Sendable, CaseIterable {
        /// A new deposit is called; the old one is settled with its contract.
        case new
        /// The deposit held goes over to the new contract as it is.
        case transfer
    }

    public let decision: AdmissionDecision
    /// The contract that the student left.
    public let earlier: ContractID
    /// The policy `readmission_deposit` of the day of the decision.
    public let deposit: Deposit

    public init(decision: AdmissionDecision, earlier: ContractID, deposit: Deposit) {
        self.decision = decision
        self.earlier = earlier
        self.deposit = deposit
    }
}

extension Tenure {
    /// The deposit that a readmission can carry over: none once its refund was decided.
    public var transferableDeposit: Money { settledOn != nil || endedBeforeKeys ? .zero : deposit }
}

/// The debts that take a renewal or a readmission back.
public enum RenewalDebt {
    /// Of what is open at the start of `effect`, what fell due strictly between the decision and that day, in cents.
    public static func amount(
        decidedOn decided: CalendarDate, effectiveOn effect: CalendarDate, items: [(dueOn: CalendarDate, open: Money)]
    ) -> Money {
        items.filter { decided < $0.dueOn && $0.dueOn < effect }.map(\.open).total()
    }
}
