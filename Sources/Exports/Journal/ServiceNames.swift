import LedgerValues
public import ResidenceRules

/// What services and damage are called in French: as the price published last says; without one, as the voted tariff calls
/// the code (Annexe 3).
public struct ServiceNames: Sendable {
    private let published: [Code: String]

    /// The names that stand in a list of prices.
    public init(_ prices: PriceList) { published = prices.labels }

    /// One line without a bar; the code itself when nothing names it.
    func text(_ code: Code) -> String {
        published[code].map(Self.plain) ?? Self.standard[code.text] ?? code.text
    }

    private static func plain(_ label: String) -> String {
        let spaced = label.unicodeScalars.map { scalar -> Character in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: " "
            default: scalar == "|" ? "/" : Character(scalar)
            }
        }
        return String(spaced).split(separator: " ").joined(separator: " ")
    }

    static let standard = [
        "CLEANING_EXIT_HOUR": "heure de ménage à la sortie du logement",
        "CLEANING_SHORT_STAY_HOUR": "heure de ménage, court séjour",
        "CLEANING_RESTORE_FLAT": "forfait ménage, remise en état en fin de séjour",
        "CLEANING_CONTRACTOR": "ménage par une entreprise extérieure",
        "MAINTENANCE_HOUR": "heure de maintenance",
        "DOOR_OPENING_TO_21H": "ouverture de porte jusqu'à 21 h",
        "DOOR_OPENING_AFTER_21H": "ouverture de porte après 21 h",
        "LINEN_KIT_SUPPLY": "fourniture d'un kit linge",
        "LINEN_KIT_RENT_WEEK": "location d'un kit linge de lit, semaine",
        "TOWEL_KIT_RENT_WEEK": "location d'un kit serviettes, semaine",
        "LAUNDERING_BEDDING": "blanchisserie, nettoyage de la literie complète",
        "DISHES_KIT_RENT_WEEK": "location d'un kit vaisselle, semaine",
        "DAMAGE": "dégradations",
        "KEY_LOCK_BADGE_REPLACEMENT": "remplacement de clés, barillet ou badge",
        "LAUNDRY_WASH": "laverie, lavage",
        "LAUNDRY_DRY": "laverie, séchage",
        "LAUNDRY_DETERGENT": "laverie, lessive",
        "LAUNDRY_SOFTENER": "laverie, adoucissant",
        "PARKING_STUDENT_MONTH": "parking couvert, étudiant, mois",
        "PARKING_STUDENT_FORTNIGHT": "parking couvert, étudiant, quinzaine",
        "PARKING_STUDENT_WEEK": "parking couvert, étudiant, semaine",
        "PARKING_NON_STUDENT_MONTH": "parking couvert, non étudiant, mois",
        "PARKING_NON_STUDENT_FORTNIGHT": "parking couvert, non étudiant, quinzaine",
        "PARKING_NON_STUDENT_WEEK": "parking couvert, non étudiant, semaine",
        "ILLEGAL_OCCUPANCY_SURCHARGE_MONTH": "majoration pour occupation sans droit ni titre, mois",
        "TEMPORARY_NIGHT": "logement temporaire, nuit",
        "TEMPORARY_WEEK": "logement temporaire, semaine",
        "TEMPORARY_MONTH": "logement temporaire, mois",
        "RENT_ADVANCE": "avance sur loyer à la réservation",
        // Things of a room, as the sample year and the examples name them.
        "MATTRESS": "matelas", "LOCK": "serrure", "WALL": "mur", "WINDOW": "fenêtre", "FRIDGE": "réfrigérateur",
    ]
}
