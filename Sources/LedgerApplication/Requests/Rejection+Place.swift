import EventLog
public import ResidenceRules

/// What of a command's text a refusal is about.
public struct RefusedMember: Hashable, Sendable {
    /// The member that the rule looked at; `command` where it looked at the command as a whole.
    public let field: String
    /// Where its value begins.
    public let place: TextPlace?

    init(_ field: String, in text: [UInt8]) {
        self.field = field
        place = text.withUnsafeBufferPointer { TextPlace(ofMember: field, in: $0) }
    }

    /// The key of a line, which was used for another request.
    public static func key(in text: [UInt8]) -> RefusedMember { RefusedMember(Members.key.name, in: text) }
}

extension Rejection {
    /// The member that the rule refuses, of the command in `text`.
    public func member(in text: [UInt8]) -> RefusedMember {
        guard let object = try? CommandJSON.parse(text) else { return RefusedMember(Members.command.name, in: text) }
        let present = code.members.filter { object[$0] != nil }
        // Of several that could be meant, the one whose value the refusal repeats.
        let repeated = present.first { object[$0] == .string(detail) }
        return RefusedMember(repeated ?? present.first ?? Members.command.name, in: text)
    }
}

extension RejectionCode {
    /// The members of commands that the rule looks at, likeliest first; none where it looks at the contract alone.
    fileprivate var members: [String] {
        switch self {
        case .unknownTariffRow, .noTariff, .noTariffToCorrect, .stayWithoutTariff, .tariffRetroactive, .stayLength:
            ["row", "new_row", "rows", "nights"]
        case .unknownContract: ["contract", "tenant_code", "earlier_contract"]
        case .contractExists: ["contract"]
        case .readmissionOfItself: ["earlier_contract"]
        case .advanceAmount, .clawbackExceedsAid, .refundExceedsCredit, .refundExceedsDecided, .reliefExceedsDebt,
            .returnExceedsReceipt, .returnExceedsWired, .allocationExceedsReceipt:
            ["amount_cents", "receipt"]
        case .amountOutOfRange: ["amount_cents", "quantity", "quantity_hundredths"]
        case .advanceLate, .defectLate, .delayNotExpired, .keysBeforeArrival: ["at", "on"]
        case .deferralNotLater, .effectAfter1September: ["effect_on"]
        case .endAfter31August, .endBeforeEffect, .prolongationNotLater: ["end_on"]
        case .prolongationLate: ["asked_on"]
        case .factAlreadyVoided, .factMovesMoney, .factNotCorrectable, .factNotRedatable, .unknownFact, .unknownCharge:
            ["position", "line", "allocation"]
        case .unknownReceipt: ["receipt"]
        case .unknownTransfer: ["end_to_end_id"]
        case .unknownPerson, .personErased: ["person"]
        case .guarantorInsolvent: ["income_cents"]
        case .itemNotInInventory, .defectDeclared, .priceRequired, .vatRateMissing: ["item", "typology"]
        case .monthAlreadyClosed, .monthNotBilled: ["month"]
        case .tenantCodeTaken, .noTenantCode: ["code"]
        case .policyRetroactive: ["from_on"]
        case .policyValue: ["value"]
        case .repealNotFuture: ["repeal_on"]
        case .studentNotTold: ["told_on"]
        case .takeoverBeforeKeys: ["keys_on"]
        case .advanceAlreadyPaid, .advanceWithoutProposal, .alreadyAdmitted, .alreadyProposed, .alreadyReported,
            .alreadySettled, .assignedFrom15August, .chartDay, .contractEnded, .contractSettled, .contradictsLaterFact,
            .deathNotRecorded, .creditNotRefundable, .creditNotRetainable, .depositCannotPayRent, .fileInTime,
            .ineTaken,
            .inventoryConforming, .inventoryWithoutRepresentative, .keysAlreadyHandedOver, .keysAlreadyReturned,
            .keysBeforeAdmission, .keysBeforeDeposit, .keysBeforeFile, .keysBeforePayment, .keysHandedOver,
            .keysNotHandedOver, .keysNotReturned, .lateArrivalAuthorised, .noAdmission, .noNoticeBeforeEnd, .noRenewal,
            .noShortStay, .notForShortStays, .notLessThanOneMonth, .nothingToCorrect, .notPrescribed, .notReportable,
            .notReported, .nothingToWithdraw, .personHasOpenAccount, .personStillHoused, .prolongationNeedsFile,
            .refundBlocked, .regularisationNotRequested, .renewalIsReadmission, .renewalNoDebt, .rightStillRuns,
            .tenantDeceased, .stayBegun, .retentionRuns, .withdrawalAfterKeys:
            []
        }
    }
}
