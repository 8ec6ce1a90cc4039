import LedgerValues
public import Projections

/// The result of the years before, which income accounts leave behind when a year ends.
public enum ResultAccount: String, CaseIterable, Sendable {
    /// *Report à nouveau*: the years before the last one, when they sum to a profit, or to a loss.
    case profitCarriedForward = "profit_carried_forward"
    case lossCarriedForward = "loss_carried_forward"
    /// *Résultat de l'exercice*: the last year.
    case profit
    case loss

    var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// *Journaux*.
public enum JournalRole: String, CaseIterable, Sendable {
    /// Balances carried forward.
    case opening
    /// Rents, services, damage.
    case sales
    /// Money in and out.
    case bank
    /// Everything else.
    case other

    /// From 0, in the order of the roles.
    public var place: Int {
        switch self {
        case .opening: 0
        case .sales: 1
        case .bank: 2
        case .other: 3
        }
    }

    /// The journal of an entry, by the accounts that it moves.
    public init(_ movements: Movements) {
        if movements.contains(where: { $0.account.isTreasury }) {
            self = .bank
        } else if movements.contains(where: { $0.account.isSales }) {
            self = .sales
        } else {
            self = .other
        }
    }
}

extension Account {
    /// The classes of the general chart that the account may be given.
    var classes: String {
        switch self {
        case .depositsHeld: "1"
        case .tenants, .doubtfulDebts, .advancesHeld, .valueAddedTax, .refundsPayable, .unallocatedReceipts: "4"
        case .cardReceipts, .treasury, .depositsInTransit, .cashDesk: "5"
        case .openingBalance: "18"
        case .bareRent, .serviceCharges, .furniture, .flatRent, .recoveredCosts, .shortStays, .servicesAndDamage,
            .occupationIndemnities, .forfeitedAdvances, .keptCredits:
            "7"
        case .irrecoverableDebts, .extinguishedDebts: "6"
        }
    }

    /// Whether its balance is carried into the next year; the others leave a result.
    public var isCarriedForward: Bool { classes != "7" && classes != "6" }

    /// What kind of account it is, wherever the chart puts it.
    var kind: ChartOfAccounts.Kind {
        switch self {
        case .tenants, .doubtfulDebts, .cardReceipts, .treasury, .depositsInTransit, .cashDesk: .asset
        case .depositsHeld, .advancesHeld, .valueAddedTax, .refundsPayable, .unallocatedReceipts: .liability
        case .openingBalance: .equity
        case .bareRent, .serviceCharges, .furniture, .flatRent, .recoveredCosts, .shortStays, .servicesAndDamage,
            .occupationIndemnities, .forfeitedAdvances, .keptCredits:
            .income
        case .irrecoverableDebts, .extinguishedDebts: .expense
        }
    }

    var mayBeAuxiliary: Bool {
        switch self {
        case .depositsHeld, .tenants, .doubtfulDebts, .advancesHeld, .refundsPayable, .unallocatedReceipts: true
        case .valueAddedTax, .cardReceipts, .treasury, .depositsInTransit, .cashDesk, .openingBalance, .bareRent,
            .serviceCharges, .furniture, .flatRent, .recoveredCosts, .shortStays, .servicesAndDamage,
            .occupationIndemnities, .forfeitedAdvances, .keptCredits, .irrecoverableDebts, .extinguishedDebts:
            false
        }
    }

    var isTreasury: Bool {
        switch self {
        case .cardReceipts, .treasury, .cashDesk: true
        case .depositsHeld, .tenants, .advancesHeld, .valueAddedTax, .refundsPayable, .unallocatedReceipts,
            .depositsInTransit, .openingBalance, .bareRent, .serviceCharges, .furniture, .flatRent, .recoveredCosts,
            .shortStays, .servicesAndDamage, .occupationIndemnities, .forfeitedAdvances, .keptCredits,
            .irrecoverableDebts, .extinguishedDebts, .doubtfulDebts:
            false
        }
    }

    var isSales: Bool {
        switch self {
        case .bareRent, .serviceCharges, .furniture, .flatRent, .recoveredCosts, .shortStays, .servicesAndDamage,
            .occupationIndemnities:
            true
        case .depositsHeld, .tenants, .advancesHeld, .valueAddedTax, .refundsPayable, .unallocatedReceipts,
            .cardReceipts, .treasury, .depositsInTransit, .cashDesk, .openingBalance, .forfeitedAdvances, .keptCredits,
            .irrecoverableDebts, .extinguishedDebts, .doubtfulDebts:
            false
        }
    }
}
