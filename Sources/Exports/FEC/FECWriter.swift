import LedgerValues

/// *Fichier des écritures comptables* (article A. 47 A-1 of the Livre des procédures fiscales): eighteen fields a line,
/// separated by tabs, in UTF-8 without a mark at its head, lines ended by CR LF, decimals after a comma.
public struct FECWriter: BookWriter {
    public init() {}

    /// `123456782FEC20261231.txt`: the day is the last of the year of the books.
    public static func fileName(_ siren: SIREN, year: Int) -> String { "\(siren)FEC\(year)1231.txt" }

    public static func descriptionFileName(_ siren: SIREN, year: Int) -> String {
        "\(siren)FEC\(year)1231_description.txt"
    }

    /// What the file depends on.
    ///
    /// - Parameter chart: nil for those that were adopted.
    public static func settings(_ siren: SIREN, year: Int, chart: ChartOfAccounts?) -> ExportSettings {
        let books = BooksRequest(year: year, chart: chart)
        return ExportSettings(
            form: "fec", from: books.from, through: books.through, ["chart": chart?.text, "siren": siren.text])
    }

    static let fields = [
        "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum",
        "CompAuxLib",
        "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate",
        "Montantdevise", "Idevise",
    ]

    private static let tab: UInt8 = 0x09
    private static let comma: UInt8 = 0x2C

    public func begin(_ bytes: inout [UInt8]) {
        bytes.put(Self.fields.joined(separator: "\t"))
        bytes.put("\r\n" as StaticString)
    }

    public func write(_ entry: BookEntry, _ bytes: inout [UInt8]) {
        // Beside texts, a line has four days, two amounts, two numbers, a letter and what separates its fields.
        let common =
            Self.count(entry.journal.code) * 2 + Self.count(entry.journal.label) + Self.count(entry.document)
            + Self.count(entry.label) + 192
        let room = entry.lines.reduce(0) { room, line in
            let party = line.party.map { Self.count($0.number) + Self.count($0.label) } ?? 0
            return room + common + party + Self.count(line.account.number) + Self.count(line.account.label)
        }
        bytes.write(room) { write(entry, &$0) }
    }

    private static func count(_ text: String) -> Int { text.utf8.count }

    private func write(_ entry: BookEntry, _ text: inout ByteCursor) {
        // What the lines of an entry have in common: before their account, between auxiliary and amounts, after the letter.
        var head = 0..<0
        var middle = 0..<0
        var tail = 0..<0
        for line in entry.lines {
            if head.isEmpty {
                Self.putHead(entry, &text)
                head = 0..<text.count
            } else {
                text.putAgain(head)
            }
            text.put(line.account.number)
            text.put(Self.tab)
            text.put(line.account.label)
            text.put(Self.tab)
            if let party = line.party {
                text.put(party.number)
                text.put(Self.tab)
                text.put(party.label)
            } else {
                text.put(Self.tab)
            }
            if middle.isEmpty {
                let start = text.count
                Self.putMiddle(entry, &text)
                middle = start..<text.count
            } else {
                text.putAgain(middle)
            }
            text.put(unsigned: max(line.amount, .zero), point: Self.comma)
            text.put(Self.tab)
            text.put(unsigned: min(line.amount, .zero), point: Self.comma)
            text.put(Self.tab)
            if let mark = line.lettering {
                mark.put(into: &text)
                text.put(Self.tab)
                text.put(compact: mark.on)
            } else {
                text.put(Self.tab)
            }
            if tail.isEmpty {
                let start = text.count
                text.put(Self.tab)
                text.put(compact: entry.recordedOn)
                // Montantdevise and Idevise: the ledger knows euros alone.
                text.put("\t\t\r\n" as StaticString)
                tail = start..<text.count
            } else {
                text.putAgain(tail)
            }
        }
    }

    private static func putHead(_ entry: BookEntry, _ text: inout ByteCursor) {
        text.put(entry.journal.code)
        text.put(tab)
        text.put(entry.journal.label)
        text.put(tab)
        // EcritureNum
        text.put(entry.journal.code)
        text.put(UInt64(entry.year), width: 4)
        text.put(0x2D)
        text.put(UInt64(entry.number), width: 6)
        text.put(tab)
        text.put(compact: entry.accountingOn)
        text.put(tab)
    }

    private static func putMiddle(_ entry: BookEntry, _ text: inout ByteCursor) {
        text.put(tab)
        text.put(entry.document)
        text.put(tab)
        text.put(compact: entry.effectiveOn)
        text.put(tab)
        text.put(entry.label)
        text.put(tab)
    }

    public func end(_ bytes: inout [UInt8], flush: (inout [UInt8]) throws -> Void) {}

    /// The document that stands beside the file and says what each field holds, as the article asks.
    public static func description(_ siren: SIREN, year: Int, crous: String) -> String {
        """
        Description du fichier des écritures comptables \(fileName(siren, year: year))
        Crous \(crous), SIREN \(siren), exercice du 01/01/\(year) au 31/12/\(year)

        Fichier à plat, codé en UTF-8 sans marque d'ordre, une ligne par mouvement, lignes terminées par CR LF, champs
        séparés par une tabulation, noms des champs en première ligne. Dates AAAAMMJJ. Montants en euros, virgule
        décimale, sans séparateur de milliers. Écritures d'à-nouveaux en tête, puis dans l'ordre de validation.

        JournalCode    Code du journal : à-nouveaux, loyers et prestations, trésorerie, opérations diverses.
        JournalLib     Libellé du journal.
        EcritureNum    Code du journal, exercice, rang : suite continue dans chaque journal et exercice.
        EcritureDate   Jour comptable : jour de l'opération, ou premier jour ouvert lorsque son mois est clos.
        CompteNum      Numéro du compte, dont les trois premiers chiffres suivent le plan comptable général.
        CompteLib      Libellé du compte.
        CompAuxNum     Compte auxiliaire : numéro stable du contrat ; vide sur un compte sans auxiliaires.
        CompAuxLib     Code locataire du contrat, ou son identifiant avant le premier code ; jamais une identité.
        PieceRef       Référence de la pièce, ou position de l'événement dans le journal du Crous.
        PieceDate      Jour de l'opération (date d'effet).
        EcritureLib    Libellé de l'écriture ; une écriture tardive dit sa date d'effet.
        Debit          Montant au débit.
        Credit         Montant au crédit.
        EcritureLet    Lettrage des comptes de contrats : les lignes d'une même lettre d'un compte se soldent dans le
                       fichier. Compte de locataire : le mouvement qui règle plusieurs échéances est ventilé, une ligne
                       par lettre, le reste sans lettre ; le report à nouveau aussi. Dépôts, avances, remboursements à
                       effectuer, recettes à classer : mouvements de montants opposés, sinon ceux qui se soldent.
        DateLet        Dernier jour comptable des lignes de la lettre.
        ValidDate      Jour où l'événement a été enregistré ; il ne peut plus être modifié.
        Montantdevise  Vide : toutes les opérations sont en euros.
        Idevise        Vide.

        """
    }
}
