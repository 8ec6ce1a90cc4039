import LedgerValues
import ResidenceRules

/// Rules, prices, corrections and months.
extension CommandShape {
    static var correctDate: CommandShape {
        .correction(
            "A fact took effect at this moment, not at the one recorded.", [.required(Members.factPosition)]
        ) { (reader) throws(RequestError) in .redated(position: try reader.required(Members.factPosition)) }
    }

    static var voidFact: CommandShape {
        .correction(
            "A fact counts as never filed: recorded by mistake, or a decision taken back.",
            [.required(Members.factPosition), .required(Members.ground)]
        ) { (reader) throws(RequestError) in
            .voided(
                position: try reader.required(Members.factPosition), ground: try reader.required(Members.ground))
        }
    }

    static var linkPerson: CommandShape {
        CommandShape(
            summary: "A person of the person store holds the contract.", subject: .contract, moment: .dayOrInstant,
            members: [.required(Members.person)]
        ) { (reader, _) throws(RequestError) in
            .linkPerson(try reader.required(Members.person), try ContractReference(reader))
        }
    }

    static var publishTariff: CommandShape {
        .ledger(
            "Voted tariff rows are published, or clerical errors in published rows corrected.",
            [.required(Members.rows), .optional(Members.correction)]
        ) { (reader, _) throws(RequestError) in
            .publishTariff(
                try reader.required(Members.rows), correcting: try reader.optional(Members.correction))
        }
    }

    static var publishServicePrices: CommandShape {
        .ledger("Prices of services are published.", [.required(Members.servicePrices)]) {
            (reader, _) throws(RequestError) in
            .publishServicePrices(try reader.required(Members.servicePrices))
        }
    }

    static var publishShortStayRates: CommandShape {
        .ledger("Prices of nights are published.", [.required(Members.shortStayRates)]) {
            (reader, _) throws(RequestError) in
            .publishShortStayRates(try reader.required(Members.shortStayRates))
        }
    }

    static var adoptVATRate: CommandShape {
        .ledger(
            "A rate of tax is adopted for an item from a day on.",
            [
                .required(Members.item), .required(Members.fromOn), .optional(Members.vat),
                .optional(Members.exempt), .optional(Members.raisesFinalPrice),
            ]
        ) { (reader, _) throws(RequestError) in .adoptVATRate(try VATAdoption(reader)) }
    }

    static var succeedRow: CommandShape {
        .ledger(
            "One tariff row stands for the unit of another.", [.required(Members.row), .required(Members.newRow)]
        ) { (reader, _) throws(RequestError) in
            .succeedRow(try reader.required(Members.row), by: try reader.required(Members.newRow))
        }
    }

    static var adoptPolicy: CommandShape {
        .ledger(
            "A reading is adopted from a day on.",
            [.required(Members.policy), .required(Members.policyValue), .required(Members.fromOn)]
        ) { (reader, _) throws(RequestError) in
            .adoptPolicy(
                try reader.required(Members.policy), try reader.required(Members.policyValue),
                from: try reader.required(Members.fromOn))
        }
    }

    static var closeMonth: CommandShape {
        .ledger("The books of a month are closed.", [.required(Members.month)]) {
            (reader, _) throws(RequestError) in
            .closeMonth(try reader.required(Members.month))
        }
    }
}
