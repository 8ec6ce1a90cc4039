import LedgerValues
public import Projections
import ResidenceRules

/// *Quittances* and *reçus* of a contract, one A4 sheet a period.
public enum ReceiptPages {
    /// The document; an empty list gives nil, since a sheet that says nothing proves nothing.
    public static func html(_ receipts: [PeriodReceipt], on sheet: Sheet) -> String? {
        guard !receipts.isEmpty else { return nil }
        return HTML.document(
            title: "\(title), contrat \(sheet.contract)", sheets(receipts, on: sheet), on: sheet)
    }

    /// One sheet for each of `receipts`.
    public static func sheets(_ receipts: [PeriodReceipt], on sheet: Sheet) -> [HTML] {
        receipts.map { page($0, sheet) }
    }

    /// What the document is called.
    public static var title: String { "Quittances et reçus" }

    private static func page(_ receipt: PeriodReceipt, _ sheet: Sheet) -> HTML {
        let period = receipt.period
        var html = HTML()
        sheet.head(&html)
        html.element("h1", title(receipt))
        html.element("p", class: "period", days(period))
        components(period, sheet.names, &html)
        html.element("h2", "Règlement")
        let payments = period.payments.map { row($0) }
        html.table(
            ["Date", "Origine", "Position", "Montant"], figures: [2, 3], payments,
            sum: ["", "Total réglé", "", FrenchText.amount(period.settled)])
        switch receipt {
        case .rent:
            html.element(
                "p", class: "notice",
                "Le Crous a reçu la somme de \(FrenchText.amount(period.settled)) pour le loyer et les charges de "
                    + "la période, et en donne quittance, sous réserve de tous ses droits. Cette quittance annule les "
                    + "reçus donnés pour la même période.")
        case .payment where period.nature == .indemnity:
            html.element(
                "p", class: "notice",
                "Ce reçu concerne une indemnité d'occupation : il ne vaut pas quittance de loyer. "
                    + rest(period))
        case .payment:
            html.element(
                "p", class: "notice",
                "Paiement partiel : ce reçu ne vaut pas quittance. " + rest(period))
        }
        let positions = period.positions.map(String.init).joined(separator: ", ")
        let charged = period.positions.count == 1 ? "à la position" : "aux positions"
        let settled =
            period.isProven
            ? "chaque règlement porte la position qui l'a enregistré"
            : "un règlement sans position n'est pas encore comptabilisé"
        sheet.foot(&html, ["Facturé \(charged) \(positions) du journal ; \(settled)."])
        return html
    }

    private static func title(_ receipt: PeriodReceipt) -> String {
        let month = FrenchText.writtenMonth(receipt.period.month)
        switch receipt {
        case .rent: return "Quittance de loyer, \(month)"
        case .payment(let receipt) where receipt.period.nature == .indemnity:
            return "Reçu d'indemnité d'occupation, \(month)"
        case .payment: return "Reçu, \(month)"
        }
    }

    private static func rest(_ period: PaidPeriod) -> String {
        var sentences: [String] = []
        if period.open > .zero { sentences.append("Il reste dû \(FrenchText.amount(period.open)) sur la période.") }
        for ground in DebtRelief.Ground.allCases {
            let ended = period.lines.compactMap { $0.losses[ground] }.total()
            if ended > .zero { sentences.append("\(EntryLabel.relief(ground)) : \(FrenchText.amount(ended)).") }
        }
        return sentences.isEmpty
            ? "Rien ne reste dû sur les lignes facturées de la période." : sentences.joined(separator: " ")
    }

    private static func days(_ period: PaidPeriod) -> String {
        "Période du \(FrenchText.writtenDay(period.from)) au \(FrenchText.writtenDay(period.to))"
    }

    private static func components(_ period: PaidPeriod, _ names: ServiceNames, _ html: inout HTML) {
        var rows: [[String]] = []
        for line in period.lines {
            let days = "du \(FrenchText.day(line.charge.from)) au \(FrenchText.day(line.charge.to))"
            func add(_ name: String, _ amount: Money) { rows.append([name, days, FrenchText.amount(amount)]) }
            switch line.charge.composition {
            case .rent(.decomposed(let bare, let charges, let furniture), _, _):
                add("Loyer nu", bare)
                add("Forfait de charges", charges)
                add("Complément mobilier", furniture)
            case .rent(.flat(let amount), _, _): add("Loyer forfaitaire, charges comprises", amount)
            case .indemnity(let base, let surcharge, _):
                add("Indemnité d'occupation", base)
                if surcharge != .zero { add("Majoration par mois commencé", surcharge) }
            case .shortStay, .sundry, .carriedOver, .reclaim:
                add(EntryLabel.text(line.charge, names), line.charge.amount)
            }
        }
        html.table(
            ["Désignation", "Jours", "Montant"], figures: [2], rows,
            sum: ["Total", "", FrenchText.amount(period.amount)])
    }

    private static func row(_ payment: PaidPeriod.Payment) -> [String] {
        [
            payment.proof.map { FrenchText.day($0.on) } ?? "à comptabiliser", origin(payment.source),
            payment.proof.map { "\($0.position)" } ?? "", FrenchText.amount(payment.amount),
        ]
    }

    private static func origin(_ source: PaidPeriod.Payment.Source) -> String {
        switch source {
        case .received(let receipt) where receipt.purpose == .aid: "Aide au logement versée par la CAF"
        case .received(let receipt):
            "Paiement \(preposition(receipt.remittance.means)) \(EntryLabel.means(receipt.remittance.means)), "
                + EntryLabel.payer(receipt.remittance.payer)
        case .advance: "Avance sur loyer imputée"
        case .takenOver: "Crédit repris de l'ancien compte"
        case .deposit: "Dépôt de garantie imputé à la liquidation"
        }
    }

    private static func preposition(_ means: Means) -> String { means == .cash ? "en" : "par" }
}
