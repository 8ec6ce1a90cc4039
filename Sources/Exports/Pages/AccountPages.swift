public import LedgerValues
public import Projections
import ResidenceRules

/// One movement of a tenant's account, as a person reads it.
public struct AccountRow: Sendable {
    public let on: CalendarDate
    public let position: Int64
    public let label: String
    /// Positive when the tenant owes more, in cents.
    public let amount: Money
    /// What the tenant owes after it, in cents.
    public let balance: Money

    public init(on: CalendarDate, position: Int64, label: String, amount: Money, balance: Money) {
        self.on = on
        self.position = position
        self.label = label
        self.amount = amount
        self.balance = balance
    }
}

/// *Relevé de compte* and *avis d'échéance* of a contract.
public enum AccountPages {
    /// The account at the end of the sheet's day: every movement with the balance after it, and what is held.
    public static func statement(_ statement: ContractStatement, _ rows: [AccountRow], on sheet: Sheet) -> String {
        HTML.document(
            title: "\(statementTitle), contrat \(sheet.contract)", [statementSheet(statement, rows, on: sheet)],
            on: sheet)
    }

    /// What the documents are called.
    public static var statementTitle: String { "Relevé de compte" }
    public static var noticeTitle: String { "Avis d'échéance" }

    /// The sheets of ``statement(_:_:on:)``.
    public static func statementSheet(
        _ statement: ContractStatement, _ rows: [AccountRow], on sheet: Sheet
    ) -> HTML {
        var html = HTML()
        sheet.head(&html)
        html.element("h1", statementTitle)
        html.element("p", class: "period", "Au \(FrenchText.writtenDay(sheet.asOf))")
        let debits = rows.map(\.amount).filter { $0 > .zero }.total()
        let credits = rows.map(\.amount).filter { $0 < .zero }.total()
        html.table(
            ["Date", "Opération", "Position", "Débit", "Crédit", "Solde dû"], figures: [2, 3, 4, 5],
            rows.map { row in
                [
                    FrenchText.day(row.on), row.label, "\(row.position)",
                    row.amount > .zero ? FrenchText.amount(row.amount) : "",
                    row.amount < .zero ? FrenchText.amount(-row.amount) : "", FrenchText.amount(row.balance),
                ]
            },
            sum: [
                "", "Total", "", FrenchText.amount(debits), FrenchText.amount(-credits),
                FrenchText.amount(rows.last?.balance ?? .zero),
            ])
        let sums = statement.balances
        let held: [(String, Money)] = [
            ("Dépôt de garantie détenu", sums.depositHeld), ("Avance sur loyer détenue", sums.advanceHeld),
            ("Remboursements à virer", sums.refundPayable), ("Recettes à classer", sums.unallocated),
        ].filter { $0.1 != .zero }
        if !held.isEmpty {
            html.element("h2", "Sommes détenues par le Crous")
            html.table(["Désignation", "Montant"], figures: [1], held.map { [$0.0, FrenchText.amount($0.1)] })
        }
        if statement.arrears.unpaid {
            html.element(
                "p", class: "notice",
                "Impayé : \(FrenchText.amount(statement.arrears.amount)), depuis le "
                    + "\(statement.arrears.oldestDue.map(FrenchText.writtenDay) ?? "").")
        }
        sheet.foot(&html)
        return html
    }

    /// What falls due on the next due day after the sheet's day, and what is late already; nil when nothing does.
    public static func notice(_ statement: ContractStatement, on sheet: Sheet) -> String? {
        noticeSheet(statement, on: sheet).map {
            HTML.document(title: "\(noticeTitle), contrat \(sheet.contract)", [$0], on: sheet)
        }
    }

    /// The sheets of ``notice(_:on:)``.
    public static func noticeSheet(_ statement: ContractStatement, on sheet: Sheet) -> HTML? {
        let coming = statement.lines.filter { $0.open > .zero && ($0.charge.dueOn ?? .latest) > sheet.asOf }
        guard let due = coming.compactMap(\.charge.dueOn).min() else { return nil }
        let lines = coming.filter { $0.charge.dueOn == due }
        let late = statement.lines.filter { $0.open > .zero && ($0.charge.dueOn ?? .latest) <= sheet.asOf }
        let sum = lines.map(\.open).total() + late.map(\.open).total()
        var html = HTML()
        sheet.head(&html)
        html.element("h1", noticeTitle)
        html.element("p", class: "period", "À payer au plus tard le \(FrenchText.writtenDay(due))")
        html.table(
            ["Désignation", "Échéance", "Montant", "Déjà réglé", "À payer"], figures: [2, 3, 4],
            (late + lines).map { line in
                [
                    EntryLabel.text(line.charge, sheet.names), FrenchText.day(line.charge.dueOn),
                    FrenchText.amount(line.charge.amount), FrenchText.amountUnlessZero(line.charge.amount - line.open),
                    FrenchText.amount(line.open),
                ]
            },
            sum: ["Total à payer", "", "", "", FrenchText.amount(sum)])
        if !late.isEmpty {
            html.element(
                "p", class: "notice",
                "Dont \(FrenchText.amount(late.map(\.open).total())) déjà échus, à payer sans attendre.")
        }
        if let code = sheet.tenantCode {
            html.element("p", "Rappelez le code locataire \(code) avec votre paiement.")
        }
        html.element("p", "Cet avis n'est ni un reçu ni une quittance.")
        sheet.foot(&html)
        return html
    }
}
