public import LedgerValues

/// *État des lieux de sortie* (R-065, R-083).
public struct ExitInventory: Hashable, Sendable {
    public let report: ConditionReport
    /// The items found damaged or dirty; empty when the report lists none.
    public let items: [Code]
    /// A minor's inventory made without a legal representative supports no deduction (section 16 on R-065).
    public let withoutRepresentative: Bool

    public init(_ report: ConditionReport, items: [Code] = [], withoutRepresentative: Bool = false) {
        self.report = report
        self.items = items
        self.withoutRepresentative = withoutRepresentative
    }

    public static let conforming = ExitInventory(.conforming)
    public static let nonConforming = ExitInventory(.nonConforming)
}

/// Whether an exit inventory conforms to the one of the arrival.
public enum ConditionReport: String, Sendable, CaseIterable {
    case conforming
    case nonConforming = "non_conforming"
}

/// Why the Crous recovered a unit without its tenant.
public enum RecoveryGround: String, Sendable, CaseIterable {
    case death
    case abandonment
    case eviction
}
