/// An account of the books by its role; ``number`` is its place in the default chart (design 5).
public enum Account: String, CaseIterable, Sendable, Hashable {
    case depositsHeld = "deposits_held"
    case tenants
    case advancesHeld = "advances_held"
    case valueAddedTax = "value_added_tax"
    case refundsPayable = "refunds_payable"
    case unallocatedReceipts = "unallocated_receipts"
    case cardReceipts = "card_receipts"
    case treasury
    case depositsInTransit = "deposits_in_transit"
    case cashDesk = "cash_desk"
    case irrecoverableDebts = "irrecoverable_debts"
    case extinguishedDebts = "extinguished_debts"
    case bareRent = "bare_rent"
    case serviceCharges = "service_charges"
    case furniture
    case flatRent = "flat_rent"
    case recoveredCosts = "recovered_costs"
    case shortStays = "short_stays"
    case servicesAndDamage = "services_and_damage"
    case occupationIndemnities = "occupation_indemnities"
    case forfeitedAdvances = "forfeited_advances"
    case openingBalance = "opening_balance"
    case keptCredits = "kept_credits"
    /// No event moves it: what is doubtful depends on the day asked about (docs/decisions/0107-doubtful-debts.md).
    case doubtfulDebts = "doubtful_debts"

    /// Its place among all accounts, from 0: what tables of accounts are indexed by.
    public var place: Int {
        switch self {
        case .depositsHeld: 0
        case .tenants: 1
        case .advancesHeld: 2
        case .valueAddedTax: 3
        case .refundsPayable: 4
        case .unallocatedReceipts: 5
        case .cardReceipts: 6
        case .treasury: 7
        case .depositsInTransit: 8
        case .cashDesk: 9
        case .irrecoverableDebts: 10
        case .extinguishedDebts: 11
        case .bareRent: 12
        case .serviceCharges: 13
        case .furniture: 14
        case .flatRent: 15
        case .recoveredCosts: 16
        case .shortStays: 17
        case .servicesAndDamage: 18
        case .occupationIndemnities: 19
        case .forfeitedAdvances: 20
        case .openingBalance: 21
        case .keptCredits: 22
        case .doubtfulDebts: 23
        }
    }

    /// The number in the default chart of accounts.
    public var number: String {
        switch self {
        case .depositsHeld: "1651"
        case .tenants: "4111"
        case .advancesHeld: "4191"
        case .valueAddedTax: "44571"
        case .refundsPayable: "4664"
        case .unallocatedReceipts: "4713"
        case .cardReceipts: "5115"
        case .treasury: "515"
        case .depositsInTransit: "580"
        case .cashDesk: "545"
        case .irrecoverableDebts: "6541"
        case .extinguishedDebts: "6544"
        case .bareRent: "7061"
        case .serviceCharges: "7062"
        case .furniture: "7063"
        case .flatRent: "7064"
        case .recoveredCosts: "7085"
        case .shortStays: "7065"
        case .servicesAndDamage: "7088"
        case .occupationIndemnities: "758"
        case .forfeitedAdvances: "7588"
        case .openingBalance: "890"
        case .keptCredits: "75881"
        case .doubtfulDebts: "416"
        }
    }

    /// What an accountant reads beside the number.
    public var label: String {
        switch self {
        case .depositsHeld: "Dépôts de garantie reçus"
        case .tenants: "Locataires"
        case .advancesHeld: "Avances sur loyer reçues"
        case .valueAddedTax: "TVA collectée"
        case .refundsPayable: "Remboursements à effectuer"
        case .unallocatedReceipts: "Recettes à classer"
        case .cardReceipts: "Cartes bancaires à l'encaissement"
        case .treasury: "Trésor"
        case .depositsInTransit: "Virements internes"
        case .cashDesk: "Régie de recettes"
        case .irrecoverableDebts: "Créances admises en non-valeur"
        case .extinguishedDebts: "Créances éteintes"
        case .bareRent: "Loyers nus"
        case .serviceCharges: "Forfaits de charges"
        case .furniture: "Compléments mobilier"
        case .flatRent: "Loyers forfaitaires"
        case .recoveredCosts: "Frais recouvrés"
        case .shortStays: "Courts séjours"
        case .servicesAndDamage: "Prestations annexes et dégradations"
        case .occupationIndemnities: "Indemnités d'occupation"
        case .forfeitedAdvances: "Avances acquises au Crous"
        case .openingBalance: "Bilan d'ouverture"
        case .keptCredits: "Crédits de locataires acquis au Crous"
        case .doubtfulDebts: "Créances douteuses ou litigieuses"
        }
    }
}
