import LedgerValues

/// *Fichier des écritures comptables* (article A. 47 A-1 of the Livre des procédures fiscales): eighteen fields a line,
/// separated by tabs, in UTF-8 without a mark at its head, lines ended by CR LF, decimals after a comma.
public struct FECWriter: BookWriter, Sendable {
    /// What the lines of an entry have in common: before their account, between auxiliary and amounts, and at their end.
    private var head: [UInt8] = []
    private var middle: [UInt8] = []
    private var tail: [UInt8] = []

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

    public mutating func begin(_ bytes: inout [UInt8]) {
        bytes.put(Self.fields.joined(separator: "\t"))
        bytes.put("\r\n" as StaticString)
    }

    public mutating func write(_ entry: BookEntry, _ bytes: inout [UInt8]) {
        setCommon(entry)
        for line in entry.lines {
            bytes += head
            bytes.put(line.account.number)
            bytes.append(Self.tab)
            bytes.put(line.account.label)
            bytes.append(Self.tab)
            if let party = line.party {
                bytes.put(party.number)
                bytes.append(Self.tab)
                bytes.put(party.label)
            } else {
                bytes.append(Self.tab)
            }
            bytes += middle
            bytes.put(unsigned: line.amount > .zero ? line.amount : .zero, point: Self.comma)
            bytes.append(Self.tab)
            bytes.put(unsigned: line.amount < .zero ? line.amount : .zero, point: Self.comma)
            bytes.append(Self.tab)
            if let mark = line.lettering {
                bytes.put(mark.code)
                bytes.append(Self.tab)
                bytes.put(compact: mark.on)
            } else {
                bytes.append(Self.tab)
            }
            bytes += tail
        }
    }

    private mutating func setCommon(_ entry: BookEntry) {
        head.removeAll(keepingCapacity: true)
        head.put(entry.journal.code)
        head.append(Self.tab)
        head.put(entry.journal.label)
        head.append(Self.tab)
        // EcritureNum
        head.put(entry.journal.code)
        head.put(UInt64(entry.year), width: 4)
        head.append(0x2D)
        head.put(UInt64(entry.number), width: 6)
        head.append(Self.tab)
        head.put(compact: entry.accountingOn)
        head.append(Self.tab)
        middle.removeAll(keepingCapacity: true)
        middle.append(Self.tab)
        middle.put(entry.document)
        middle.append(Self.tab)
        middle.put(compact: entry.effectiveOn)
        middle.append(Self.tab)
        middle.put(entry.label)
        middle.append(Self.tab)
        tail.removeAll(keepingCapacity: true)
        tail.append(Self.tab)
        tail.put(compact: entry.recordedOn)
        // Montantdevise and Idevise: the ledger knows euros alone.
        tail.put("\t\t\r\n" as StaticString)
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
        EcritureLet    Lettrage du compte de locataire : les lignes d'une même lettre se soldent dans le fichier. Le
                       mouvement qui règle plusieurs échéances est ventilé, une ligne par lettre, le reste sans lettre ;
                       le report à nouveau aussi.
        DateLet        Dernier jour comptable des lignes de la lettre.
        ValidDate      Jour où l'événement a été enregistré ; il ne peut plus être modifié.
        Montantdevise  Vide : toutes les opérations sont en euros.
        Idevise        Vide.

        """
    }
}
