/// What a Crous is called on paper, by the code that its ledger was founded with.
enum CrousName {
    /// `Crous de Normandie`; an office that is not in the list is called by its code, as it was given.
    static func text(_ code: String) -> String { "Crous " + (names[code.lowercased()] ?? code) }

    /// The regional offices, with the words that join them to `Crous`.
    private static let names = [
        "aix-marseille": "d'Aix-Marseille-Avignon", "aix-marseille-avignon": "d'Aix-Marseille-Avignon",
        "amiens": "d'Amiens-Picardie", "amiens-picardie": "d'Amiens-Picardie",
        "antilles-guyane": "des Antilles et de la Guyane", "bfc": "de Bourgogne-Franche-Comté",
        "bordeaux": "de Bordeaux-Aquitaine", "bordeaux-aquitaine": "de Bordeaux-Aquitaine",
        "bourgogne-franche-comte": "de Bourgogne-Franche-Comté", "clermont-auvergne": "de Clermont Auvergne",
        "clermont-ferrand": "de Clermont Auvergne", "corse": "de Corse", "creteil": "de Créteil",
        "grenoble": "de Grenoble Alpes", "grenoble-alpes": "de Grenoble Alpes",
        "la-reunion": "de La Réunion et de Mayotte", "la-reunion-mayotte": "de La Réunion et de Mayotte",
        "lille": "de Lille Nord-Pas-de-Calais", "lille-nord-pas-de-calais": "de Lille Nord-Pas-de-Calais",
        "limoges": "de Limoges", "lorraine": "de Lorraine", "lyon": "de Lyon",
        "montpellier": "de Montpellier-Occitanie", "montpellier-occitanie": "de Montpellier-Occitanie",
        "nantes": "de Nantes Pays de la Loire", "nantes-pays-de-la-loire": "de Nantes Pays de la Loire",
        "nice": "de Nice-Toulon", "nice-toulon": "de Nice-Toulon", "normandie": "de Normandie",
        "orleans-tours": "d'Orléans-Tours", "paris": "de Paris", "poitiers": "de Poitiers", "reims": "de Reims",
        "rennes": "de Rennes-Bretagne", "rennes-bretagne": "de Rennes-Bretagne", "strasbourg": "de Strasbourg",
        "toulouse": "de Toulouse-Occitanie", "toulouse-occitanie": "de Toulouse-Occitanie",
        "versailles": "de Versailles",
    ]
}
