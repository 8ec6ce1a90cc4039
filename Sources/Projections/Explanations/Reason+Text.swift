public import LedgerValues
public import ResidenceRules

extension Reason {
    /// The step as a phrase, without its rules.
    public func text(_ language: Language) -> String {
        switch language {
        case .english: english
        case .french: french
        }
    }

    /// The step as a phrase after its rules: `R-044, R-045: 7 thirtieths of 11,96 €`.
    public func sentence(_ language: Language) -> String {
        if rules.isEmpty { return text(language) }
        return rules.joined(separator: ", ") + (language == .french ? "\u{A0}: " : ": ") + text(language)
    }

    private var english: String {
        switch self {
        case .fromEffectDate(let day): "billed from the effect date, \(FrenchText.day(day))"
        case .fromEarlyKeys(let day): "billed from the keys, which came early, \(FrenchText.day(day))"
        case .fromDeferredKeys(let day): "deferred by the Crous, billed from the keys, \(FrenchText.day(day))"
        case .fromTakeover(let day): "taken over, billed here from \(FrenchText.day(day))"
        case .tariff(let row, let monthly): "\(row) in force, \(FrenchText.amount(monthly)) a month"
        case .wholeMonth(let total): "the whole month, \(FrenchText.amount(total))"
        case .thirtieths(let count, let each):
            "\(count) thirtieth\(count == 1 ? "" : "s") of \(FrenchText.amount(each))"
        case .share(let count, let total): "\(count)/30 of \(FrenchText.amount(total)), rounded half up"
        case .coefficient(let points): "times the coefficient voted, \(Self.coefficient(points))"
        case .toTermEnd(let day): "billed to the end of the decision, \(FrenchText.day(day))"
        case .toNoticeExpiry(let day, let given):
            "billed to the expiry of the notice of \(FrenchText.day(given)), \(FrenchText.day(day))"
        case .toDepartureWithoutNotice(let day, let returned):
            "left on \(FrenchText.day(returned)) without notice, billed to \(FrenchText.day(day))"
        case .toRepeal(let day): "billed to the repeal, \(FrenchText.day(day))"
        case .toDeath(let day): "billed to the death of the tenant, \(FrenchText.day(day))"
        case .dueAtKeys(let day?): "due at the keys, \(FrenchText.day(day))"
        case .dueAtKeys(nil): "due when the keys are handed over"
        case .dueInArrears(let day): "due in arrears on \(FrenchText.day(day))"
        case .dueByArrival(let day): "due by the arrival, \(FrenchText.day(day))"
        case .dueOn(let day): "due on \(FrenchText.day(day))"
        case .advanceDeducted(let amount): "advance of \(FrenchText.amount(amount)) deducted"
        case .advanceCarried(let amount): "rest of the advance, \(FrenchText.amount(amount)), deducted"
        case .withoutRight(let day): "occupied without right since \(FrenchText.day(day))"
        case .indemnityBase(let base, let count, let supplied):
            "base \(FrenchText.amount(base)), \(count) thirtieth\(count == 1 ? "" : "s")\(supplied ? ", supplied by the Crous" : "")"
        case .indemnitySurcharge(let amount): "plus \(FrenchText.amount(amount)) for the month begun"
        case .sundry(let kind, let item, let net): "\(kind.rawValue) \(item), \(FrenchText.amount(net)) without tax"
        case .nights(let count, let each, let added):
            "\(count) night\(count == 1 ? "" : "s")\(added ? " added" : "") of \(FrenchText.amount(each)) without tax"
        case .retained: "kept after a cancellation or an absence"
        case .carriedOver(let item): "\(item), open in the books before"
        case .reclaim(let kind, let amount):
            "\(kind.rawValue) of \(FrenchText.amount(amount)) refunded, whose money has gone back since"
        case .housingAid(let amount): "housing aid of the month, \(FrenchText.amount(amount))"
        case .relieved(let amount): "\(FrenchText.amount(amount)) written off, remitted or prescribed by a decision"
        case .tax(let amount): "tax \(FrenchText.amount(amount))"
        case .refund(let kind, let amount, let due, _):
            "\(kind.rawValue) of \(FrenchText.amount(amount)) refunded by \(FrenchText.day(due))"
        case .depositSetOff(let amount): "\(FrenchText.amount(amount)) of the deposit set off against what was owed"
        case .refundBlocked: "blocked until bank details are provided"
        case .forfeited(let amount): "advance of \(FrenchText.amount(amount)) kept by the Crous"
        }
    }

    private var french: String {
        switch self {
        case .fromEffectDate(let day): "facturé à compter de la date d'effet, le \(FrenchText.day(day))"
        case .fromEarlyKeys(let day): "arrivée anticipée, facturé à compter des clés, le \(FrenchText.day(day))"
        case .fromDeferredKeys(let day):
            "effet retardé par le Crous, facturé à compter des clés, le \(FrenchText.day(day))"
        case .fromTakeover(let day): "contrat repris, facturé ici à compter du \(FrenchText.day(day))"
        case .tariff(let row, let monthly): "tarif en vigueur \(row), \(FrenchText.amount(monthly)) par mois"
        case .wholeMonth(let total): "mois entier, \(FrenchText.amount(total))"
        case .thirtieths(let count, let each):
            "\(count) trentième\(count == 1 ? "" : "s") de \(FrenchText.amount(each))"
        case .share(let count, let total): "\(count)/30 de \(FrenchText.amount(total)), arrondi au centime"
        case .coefficient(let points): "multiplié par le coefficient voté, \(Self.coefficient(points))"
        case .toTermEnd(let day): "facturé jusqu'à la fin de la décision, le \(FrenchText.day(day))"
        case .toNoticeExpiry(let day, let given):
            "facturé jusqu'au terme du préavis donné le \(FrenchText.day(given)), le \(FrenchText.day(day))"
        case .toDepartureWithoutNotice(let day, let returned):
            "parti le \(FrenchText.day(returned)) sans préavis, facturé jusqu'au \(FrenchText.day(day))"
        case .toRepeal(let day): "facturé jusqu'à l'abrogation, le \(FrenchText.day(day))"
        case .toDeath(let day): "facturé jusqu'au décès du locataire, le \(FrenchText.day(day))"
        case .dueAtKeys(let day?): "dû à la remise des clés, le \(FrenchText.day(day))"
        case .dueAtKeys(nil): "dû à la remise des clés"
        case .dueInArrears(let day): "dû à terme échu le \(FrenchText.day(day))"
        case .dueByArrival(let day): "dû au plus tard à l'arrivée, le \(FrenchText.day(day))"
        case .dueOn(let day): "dû le \(FrenchText.day(day))"
        case .advanceDeducted(let amount): "avance de \(FrenchText.amount(amount)) déduite"
        case .advanceCarried(let amount): "reste de l'avance déduit, \(FrenchText.amount(amount))"
        case .withoutRight(let day): "occupé sans droit ni titre depuis le \(FrenchText.day(day))"
        case .indemnityBase(let base, let count, let supplied):
            "base de \(FrenchText.amount(base)), \(count) trentième\(count == 1 ? "" : "s")\(supplied ? ", fixée par le Crous" : "")"
        case .indemnitySurcharge(let amount): "majorée de \(FrenchText.amount(amount)) pour le mois commencé"
        case .sundry(let kind, let item, let net):
            "\(Self.french(kind)) \(item), \(FrenchText.amount(net)) hors taxe"
        case .nights(let count, let each, let added):
            "\(count) nuit\(count == 1 ? "" : "s")\(added ? " ajoutée\(count == 1 ? "" : "s")" : "") à \(FrenchText.amount(each)) hors taxe"
        case .retained: "retenu après une annulation ou une absence"
        case .carriedOver(let item): "\(item), resté dû dans les comptes précédents"
        case .reclaim(let kind, let amount):
            "\(kind.french) de \(FrenchText.amount(amount)) remboursé, dont la somme est repartie depuis"
        case .housingAid(let amount): "aide au logement du mois, \(FrenchText.amount(amount))"
        case .relieved(let amount): "\(FrenchText.amount(amount)) éteint par une décision"
        case .tax(let amount): "TVA \(FrenchText.amount(amount))"
        case .refund(let kind, let amount, let due, _):
            "\(kind.french) de \(FrenchText.amount(amount)) à rembourser au plus tard le \(FrenchText.day(due))"
        case .depositSetOff(let amount): "\(FrenchText.amount(amount)) du dépôt imputés sur les sommes dues"
        case .refundBlocked: "bloqué tant qu'aucun RIB n'est fourni"
        case .forfeited(let amount): "avance de \(FrenchText.amount(amount)) conservée par le Crous"
        }
    }

    private static func french(_ kind: SundryCharge.Kind) -> String {
        switch kind {
        case .service: "prestation"
        case .damage: "dégradation"
        case .cost: "frais"
        }
    }

    /// `1,155` for 11,550 basis points.
    private static func coefficient(_ points: Int64) -> String {
        var rest = String(10_000 + points % 10_000).dropFirst()
        while rest.count > 1, rest.last == "0" { rest = rest.dropLast() }
        return "\(points / 10_000),\(rest)"
    }
}

extension RefundKind {
    /// What is given back, in French: *remboursement, dépôt de garantie*.
    public var french: String {
        switch self {
        case .advance: "avance"
        case .deposit: "dépôt de garantie"
        case .credit: "trop-perçu"
        case .aid: "aide au logement"
        case .guarantor: "trop-versé du garant"
        case .receipt: "recette à classer"
        }
    }
}
