import LedgerValues
import ResidenceRules

/// From the proposal to the keys.
extension CommandShape {
    static var openContract: CommandShape {
        .contract("The contract gets its identifier before anything is proposed or decided.") { _, _ in
            .record(.contractOpened)
        }
    }

    static var proposeAllocation: CommandShape {
        .contract(
            "An allocation is proposed; the contract begins.", at: .instant,
            [.optional(Members.effectOn), .optional(Members.programme), .optional(Members.expiresAt)]
        ) { (reader, when) throws(RequestError) in
            .proposeAllocation(
                effectiveOn: try reader.optional(Members.effectOn),
                programme: try reader.optional(Members.programme) ?? .standard,
                notifiedAt: when.instant ?? when.moment.instant, expiresAt: try reader.optional(Members.expiresAt))
        }
    }

    static var receiveAdvance: CommandShape {
        .contract(
            "The rent advance came in.", at: .instant,
            [.required(Members.amount), .optional(Members.payer), .optional(Members.means)]
        ) { (reader, _) throws(RequestError) in
            .record(.advancePaid(try reader.required(Members.amount), try Remittance(reader)))
        }
    }

    static var decideAdmission: CommandShape {
        .contract(
            "The student is admitted to a unit.",
            [
                .required(Members.effectOn), .required(Members.endOn), .required(Members.row),
                .optional(Members.assignedOn), .optional(Members.programme),
            ]
        ) { (reader, _) throws(RequestError) in
            .decideAdmission(
                effectiveOn: try reader.required(Members.effectOn), endsOn: try reader.required(Members.endOn),
                row: try reader.required(Members.row), assignedOn: try reader.optional(Members.assignedOn),
                programme: try reader.optional(Members.programme))
        }
    }

    static var grantRenewal: CommandShape {
        .contract(
            "The contract is renewed.",
            [.required(Members.effectOn), .required(Members.endOn), .required(Members.row)]
        ) { (reader, _) throws(RequestError) in
            .record(
                .renewalGranted(
                    Term(
                        effectiveOn: try reader.required(Members.effectOn),
                        endsOn: try reader.required(Members.endOn), row: try reader.required(Members.row))))
        }
    }

    static var readmit: CommandShape {
        .contract(
            "The student of an earlier contract is admitted again; the contract begins.",
            [
                .required(Members.earlierContract), .required(Members.effectOn), .required(Members.endOn),
                .required(Members.row), .optional(Members.assignedOn), .optional(Members.programme),
            ]
        ) { (reader, _) throws(RequestError) in
            .readmit(
                earlier: try reader.required(Members.earlierContract),
                effectiveOn: try reader.required(Members.effectOn), endsOn: try reader.required(Members.endOn),
                row: try reader.required(Members.row), assignedOn: try reader.optional(Members.assignedOn),
                programme: try reader.optional(Members.programme))
        }
    }

    static var takeOverContract: CommandShape {
        .contract("A running tenancy is taken over; the contract begins.", Members.takeover) {
            (reader, _) throws(RequestError) in .record(.contractTakenOver(try Takeover(reader)))
        }
    }

    static var completeFile: CommandShape {
        .contract("The file is complete.") { _, _ in .record(.fileCompleted) }
    }

    static var extendFile: CommandShape {
        .contract("More time is granted for the file.", [.required(Members.untilOn)]) {
            (reader, _) throws(RequestError) in
            .record(.fileExtended(until: try reader.required(Members.untilOn)))
        }
    }

    static var requestRegularisation: CommandShape {
        .contract("A file that is no longer complete is to be put right.") { _, _ in
            .record(.regularisationRequested)
        }
    }

    static var registerInsurance: CommandShape {
        .contract("The unit is insured.", [.required(Members.insuredFrom), .optional(Members.insuredTo)]) {
            (reader, _) throws(RequestError) in
            .record(
                .insuranceRegistered(
                    from: try reader.required(Members.insuredFrom), to: try reader.optional(Members.insuredTo)))
        }
    }

    static var waiveDeposit: CommandShape {
        .contract("No deposit is asked for.", [.required(Members.ground)]) { (reader, _) throws(RequestError) in
            .record(.depositWaived(ground: try reader.required(Members.ground)))
        }
    }

    static var receiveDeposit: CommandShape {
        .contract(
            "The deposit came in, wholly or in part.",
            [.required(Members.amount), .optional(Members.payer), .optional(Members.means)]
        ) { (reader, _) throws(RequestError) in
            .record(.depositPaid(try reader.required(Members.amount), try Remittance(reader)))
        }
    }

    static var keepDeposit: CommandShape {
        .contract("A deposit is carried over.", [.required(Members.amount)]) { (reader, _) throws(RequestError) in
            .record(.depositKept(try reader.required(Members.amount), from: nil))
        }
    }

    static var deferEffect: CommandShape {
        .contract(
            "The Crous puts the effect date off, to a day or until further notice.",
            [.optional(Members.deferredTo)]
        ) { (reader, _) throws(RequestError) in
            .record(.effectDeferred(to: try reader.optional(Members.deferredTo)))
        }
    }

    static var authoriseLateArrival: CommandShape {
        .contract("A late arrival is authorised.", [.required(Members.untilOn)]) {
            (reader, _) throws(RequestError) in
            .record(.lateArrivalAuthorised(until: try reader.required(Members.untilOn)))
        }
    }

    static var issueTenantCode: CommandShape {
        .contract("A tenant code is issued.", [.required(Members.code)]) { (reader, _) throws(RequestError) in
            .record(.tenantCodeIssued(try reader.required(Members.code)))
        }
    }

    static var replaceTenantCode: CommandShape {
        .contract("A new tenant code takes the place of the one before.", [.required(Members.code)]) {
            (reader, _) throws(RequestError) in
            .record(.tenantCodeReplaced(try reader.required(Members.code)))
        }
    }

    static var requestWithdrawal: CommandShape {
        .contract("The student withdraws.") { _, _ in .record(.withdrawalRequested) }
    }

    static var grantException: CommandShape {
        .contract("The directorate grants a refund by exception.", [.required(Members.ground)]) {
            (reader, _) throws(RequestError) in
            .record(.exceptionGranted(ground: try reader.required(Members.ground)))
        }
    }

    static var acceptForceMajeure: CommandShape {
        .contract("Force majeure is accepted.") { _, _ in .record(.forceMajeureAccepted) }
    }

    static var repealAdmission: CommandShape {
        .contract(
            "The admission is repealed.", [.required(Members.repealOn), .optional(Members.repealGround)]
        ) { (reader, _) throws(RequestError) in
            .record(
                .admissionRepealed(
                    effectiveOn: try reader.required(Members.repealOn),
                    ground: try reader.optional(Members.repealGround)))
        }
    }

    static var lapseAdmission: CommandShape {
        .contract("The admission lapses.", [.required(Members.lapseGround)]) { (reader, _) throws(RequestError) in
            .record(.admissionLapsed(try reader.required(Members.lapseGround)))
        }
    }
}
