import LedgerValues
import ResidenceRules

/// What is charged beside rent, and how debts and credits end.
extension CommandShape {
    static var registerGuarantee: CommandShape {
        .contract(
            "A guarantee is signed, for twelve monthly rents and 5,000 €.",
            [
                .required(Members.guaranteeKind), .optional(Members.income), .optional(Members.fromOn),
                .optional(Members.toOn),
            ]
        ) { (reader, _) throws(RequestError) in
            .registerGuarantee(
                kind: try reader.required(Members.guaranteeKind), income: try reader.optional(Members.income),
                from: try reader.optional(Members.fromOn), to: try reader.optional(Members.toOn))
        }
    }

    static var reportUnpaid: CommandShape {
        .contract("What is unpaid is reported to the network.", [.optional(Members.toldOn)]) {
            (reader, _) throws(RequestError) in .reportUnpaid(toldOn: try reader.optional(Members.toldOn))
        }
    }

    static var liftReport: CommandShape {
        .contract("The report is lifted.", [.required(Members.ground)]) { (reader, _) throws(RequestError) in
            .record(.reportLifted(ground: try reader.required(Members.ground)))
        }
    }

    static var issueEnforcementTitle: CommandShape {
        .contract("What is open is pursued under a title.", [.required(Members.title)]) {
            (reader, _) throws(RequestError) in
            .record(.enforcementTitleIssued(try reader.required(Members.title)))
        }
    }

    static var writeOff: CommandShape {
        .contract(
            "A debt is written off; it can still be paid.",
            [
                .required(Members.line), .required(Members.amount), .required(Members.writeOffGround),
                .required(Members.decision),
            ]
        ) { (reader, _) throws(RequestError) in
            .record(.debtRelieved(try DebtRelief(reader, try reader.required(Members.writeOffGround))))
        }
    }

    static var remitDebt: CommandShape {
        .relief("A debt is remitted.", .remitted)
    }

    static var prescribeDebt: CommandShape {
        .relief("A debt due more than five years ago is prescribed.", .prescribed)
    }

    static var prescribeCredit: CommandShape {
        .contract(
            "What the Crous owes is prescribed, in the fifth year after it arose.",
            [.required(Members.creditDebt), .required(Members.amount), .required(Members.decision)]
        ) { (reader, _) throws(RequestError) in
            .record(
                .creditEnded(
                    CreditEnd(
                        debt: try reader.required(Members.creditDebt),
                        amount: try reader.required(Members.amount), ground: .prescribed,
                        decision: try reader.required(Members.decision))))
        }
    }

    static var retainCredit: CommandShape {
        .contract(
            "The credit of an exchange student stays with the Crous.",
            [.required(Members.amount), .required(Members.decision)]
        ) { (reader, _) throws(RequestError) in
            .record(
                .creditEnded(
                    CreditEnd(
                        debt: .account, amount: try reader.required(Members.amount), ground: .retained,
                        decision: try reader.required(Members.decision))))
        }
    }

    static var refundCredit: CommandShape {
        .contract("A credit is refunded outside a settlement.", [.required(Members.amount)]) {
            (reader, _) throws(RequestError) in
            .record(.creditRefundDecided(try reader.required(Members.amount)))
        }
    }

    static var chargeService: CommandShape {
        .contract(
            "A service is charged, at its published price or at the price given.",
            [
                .required(Members.item), .optional(Members.price), .optional(Members.quantity),
                .optional(Members.quantityHundredths), .optional(Members.vat), .optional(Members.dueOn),
                .optional(Members.reference),
            ]
        ) { (reader, _) throws(RequestError) in
            .charge(
                try ChargeOrder(
                    .service, reader, price: try reader.optional(Members.price),
                    quantity: try Quantity(reader)))
        }
    }

    static var sellService: CommandShape {
        .ledger(
            "A service is sold for money at once, at its published price or at the price given.",
            [
                .required(Members.item), .required(Members.means), .optional(Members.price),
                .optional(Members.quantity), .optional(Members.quantityHundredths), .optional(Members.vat),
                .optional(Members.reference),
            ]
        ) { (reader, _) throws(RequestError) in
            .sellService(
                try ChargeOrder(
                    .service, reader, price: try reader.optional(Members.price),
                    quantity: try Quantity(reader)), try reader.required(Members.means))
        }
    }

    static var invoiceDamage: CommandShape {
        .charge("A damage is invoiced.", .damage)
    }

    static var chargeCost: CommandShape {
        .charge("A cost is charged.", .cost)
    }

    static var cancelCharge: CommandShape {
        .contract("A service, damage or cost is taken back.", [.required(Members.chargePosition)]) {
            (reader, _) throws(RequestError) in
            .cancelCharge(position: try reader.required(Members.chargePosition))
        }
    }

    static var revokeDecision: CommandShape {
        .contract(
            "A decision that ended a debt or a credit is taken back.", [.required(Members.decisionPosition)]
        ) { (reader, _) throws(RequestError) in
            .revokeDecision(position: try reader.required(Members.decisionPosition))
        }
    }
}
