import LedgerValues
import ResidenceRules

/// From the keys to the settlement, and short stays.
extension CommandShape {
    static var handOverKeys: CommandShape {
        .contract("The keys are handed over.") { _, _ in .record(.keysHandedOver) }
    }

    static var changeUnit: CommandShape {
        .contract("The tenant moves to another unit, or changes the mode.", [.required(Members.row)]) {
            (reader, _) throws(RequestError) in .changeUnit(row: try reader.required(Members.row))
        }
    }

    static var rehouseTemporarily: CommandShape {
        .contract("The tenant is lodged elsewhere for a time.", [.required(Members.lodging)]) {
            (reader, _) throws(RequestError) in
            .record(.temporarilyRehoused(unit: try reader.required(Members.lodging)))
        }
    }

    static var grantProlongation: CommandShape {
        .contract("The stay is prolonged.", [.required(Members.endOn), .optional(Members.askedOn)]) {
            (reader, when) throws(RequestError) in
            .record(
                .prolongationGranted(
                    Prolongation(
                        endsOn: try reader.required(Members.endOn),
                        askedOn: try reader.optional(Members.askedOn) ?? when.moment.day)))
        }
    }

    static var declareDefect: CommandShape {
        .contract("The tenant declares a defect of the unit.", [.required(Members.defectItem)]) {
            (reader, _) throws(RequestError) in
            .record(.defectDeclared(item: try reader.required(Members.defectItem)))
        }
    }

    static var serveFormalNotice: CommandShape {
        .contract("A formal notice to leave is served.") { _, _ in .record(.formalNoticeServed) }
    }

    static var giveNotice: CommandShape {
        .contract("The tenant gives notice.", [.optional(Members.departureOn)]) {
            (reader, _) throws(RequestError) in
            .record(.noticeGiven(departure: try reader.optional(Members.departureOn)))
        }
    }

    static var returnKeys: CommandShape {
        .contract("The keys are back.", ExitInventory.members) { (reader, _) throws(RequestError) in
            .record(.keysReturned(try ExitInventory(reader)))
        }
    }

    static var recoverPossession: CommandShape {
        .contract(
            "The Crous recovers the unit without its tenant.",
            [.required(Members.recoveryGround)] + ExitInventory.members
        ) { (reader, _) throws(RequestError) in
            .record(
                .possessionRecovered(try reader.required(Members.recoveryGround), try ExitInventory(reader)))
        }
    }

    static var recordDeath: CommandShape {
        .contract("The tenant died.") { _, _ in .record(.tenantDied) }
    }

    static var offerRecovery: CommandShape {
        .contract("The Crous offers the estate to recover the unit.") { _, _ in .record(.recoveryOffered) }
    }

    static var setIndemnityBase: CommandShape {
        .contract(
            "The base of the indemnity of an occupant who is no student.",
            [.required(Members.total), .required(Members.baseThirtieth)]
        ) { (reader, _) throws(RequestError) in
            .record(
                .indemnityBaseSet(
                    total: try reader.required(Members.total),
                    thirtieth: try reader.required(Members.baseThirtieth)))
        }
    }

    static var useDepositForRent: CommandShape {
        .contract("Always refused: only the settlement sets a deposit off.") { _, _ in .useDepositForRent }
    }

    static var settleContract: CommandShape {
        .contract("The Crous settles the contract.") { _, _ in .record(.contractSettled) }
    }

    static var bookShortStay: CommandShape {
        .contract(
            "A short stay is booked; its account begins.",
            [
                .required(Members.typologyCode), .required(Members.persons), .required(Members.guestStatus),
                .required(Members.arrivalOn), .required(Members.nights),
            ]
        ) { (reader, _) throws(RequestError) in
            .bookShortStay(
                try ShortStayUnit(reader), arrivalOn: try reader.required(Members.arrivalOn),
                nights: try reader.required(Members.nights))
        }
    }

    static var extendShortStay: CommandShape {
        .contract("Nights are added to a short stay.", [.required(Members.nights)]) {
            (reader, _) throws(RequestError) in
            .extendShortStay(nights: try reader.required(Members.nights))
        }
    }

    static var cancelShortStay: CommandShape {
        .contract("A short stay is cancelled.", at: .instant) { _, _ in .record(.shortStayCancelled) }
    }

    static var recordNoShow: CommandShape {
        .contract("Nobody came for a short stay.") { _, _ in .record(.shortStayMissed) }
    }
}
