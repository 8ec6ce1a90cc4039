/// What a request may ask for; the raw values are the names of the API.
public enum CommandName: String, CaseIterable, Sendable {
    case openContract = "open-contract"
    case proposeAllocation = "propose-allocation"
    case receiveAdvance = "receive-advance"
    case decideAdmission = "decide-admission"
    case grantRenewal = "grant-renewal"
    case changeUnit = "change-unit"
    case rehouseTemporarily = "rehouse-temporarily"
    case grantProlongation = "grant-prolongation"
    case readmit
    case takeOverContract = "take-over-contract"
    case completeFile = "complete-file"
    case extendFile = "extend-file"
    case requestRegularisation = "request-regularisation"
    case registerInsurance = "register-insurance"
    case declareDefect = "declare-defect"
    case serveFormalNotice = "serve-formal-notice"
    case waiveDeposit = "waive-deposit"
    case receiveDeposit = "receive-deposit"
    case keepDeposit = "keep-deposit"
    case deferEffect = "defer-effect"
    case authoriseLateArrival = "authorise-late-arrival"
    case handOverKeys = "hand-over-keys"
    case giveNotice = "give-notice"
    case returnKeys = "return-keys"
    case recoverPossession = "recover-possession"
    case recordDeath = "record-death"
    case offerRecovery = "offer-recovery"
    case receivePayment = "receive-payment"
    case clawBackAid = "claw-back-aid"
    case returnPayment = "return-payment"
    case returnRefund = "return-refund"
    case allocateReceipt = "allocate-receipt"
    case undoAllocation = "undo-allocation"
    case refundReceipt = "refund-receipt"
    case returnParkedReceipt = "return-parked-receipt"
    case refundParkedReceipt = "refund-parked-receipt"
    case wireParkedRefund = "wire-parked-refund"
    case registerGuarantee = "register-guarantee"
    case registerMandate = "register-mandate"
    case reportUnpaid = "report-unpaid"
    case liftReport = "lift-report"
    case issueEnforcementTitle = "issue-enforcement-title"
    case writeOff = "write-off"
    case remitDebt = "remit-debt"
    case prescribeDebt = "prescribe-debt"
    case prescribeCredit = "prescribe-credit"
    case retainCredit = "retain-credit"
    case refundCredit = "refund-credit"
    case provideBankDetails = "provide-bank-details"
    case requestWithdrawal = "request-withdrawal"
    case grantException = "grant-exception"
    case acceptForceMajeure = "accept-force-majeure"
    case repealAdmission = "repeal-admission"
    case lapseAdmission = "lapse-admission"
    case chargeService = "charge-service"
    case sellService = "sell-service"
    case invoiceDamage = "invoice-damage"
    case chargeCost = "charge-cost"
    case cancelCharge = "cancel-charge"
    case revokeDecision = "revoke-decision"
    case correctDate = "correct-date"
    case voidFact = "void-fact"
    case setIndemnityBase = "set-indemnity-base"
    case useDepositForRent = "use-deposit-for-rent"
    case settleContract = "settle-contract"
    case wireRefund = "wire-refund"
    case issueTenantCode = "issue-tenant-code"
    case bookShortStay = "book-short-stay"
    case extendShortStay = "extend-short-stay"
    case cancelShortStay = "cancel-short-stay"
    case recordNoShow = "record-no-show"
    case publishTariff = "publish-tariff"
    case publishServicePrices = "publish-service-prices"
    case publishShortStayRates = "publish-short-stay-rates"
    case adoptVATRate = "adopt-vat-rate"
    case replaceTenantCode = "replace-tenant-code"
    case succeedRow = "succeed-row"
    case linkPerson = "link-person"
    case adoptPolicy = "adopt-policy"
    case closeMonth = "close-month"
}

extension CommandName {
    /// Its members, and how they are read: everything that the API knows of a command.
    public var shape: CommandShape {
        switch self {
        case .openContract: .openContract
        case .proposeAllocation: .proposeAllocation
        case .receiveAdvance: .receiveAdvance
        case .decideAdmission: .decideAdmission
        case .grantRenewal: .grantRenewal
        case .changeUnit: .changeUnit
        case .rehouseTemporarily: .rehouseTemporarily
        case .grantProlongation: .grantProlongation
        case .readmit: .readmit
        case .takeOverContract: .takeOverContract
        case .completeFile: .completeFile
        case .extendFile: .extendFile
        case .requestRegularisation: .requestRegularisation
        case .registerInsurance: .registerInsurance
        case .declareDefect: .declareDefect
        case .serveFormalNotice: .serveFormalNotice
        case .waiveDeposit: .waiveDeposit
        case .receiveDeposit: .receiveDeposit
        case .keepDeposit: .keepDeposit
        case .deferEffect: .deferEffect
        case .authoriseLateArrival: .authoriseLateArrival
        case .handOverKeys: .handOverKeys
        case .giveNotice: .giveNotice
        case .returnKeys: .returnKeys
        case .recoverPossession: .recoverPossession
        case .recordDeath: .recordDeath
        case .offerRecovery: .offerRecovery
        case .receivePayment: .receivePayment
        case .clawBackAid: .clawBackAid
        case .returnPayment: .returnPayment
        case .allocateReceipt: .allocateReceipt
        case .undoAllocation: .undoAllocation
        case .refundReceipt: .refundReceipt
        case .returnParkedReceipt: .returnParkedReceipt
        case .refundParkedReceipt: .refundParkedReceipt
        case .wireParkedRefund: .wireParkedRefund
        case .registerGuarantee: .registerGuarantee
        case .registerMandate: .registerMandate
        case .reportUnpaid: .reportUnpaid
        case .liftReport: .liftReport
        case .issueEnforcementTitle: .issueEnforcementTitle
        case .writeOff: .writeOff
        case .remitDebt: .remitDebt
        case .prescribeDebt: .prescribeDebt
        case .prescribeCredit: .prescribeCredit
        case .retainCredit: .retainCredit
        case .refundCredit: .refundCredit
        case .returnRefund: .returnRefund
        case .provideBankDetails: .provideBankDetails
        case .requestWithdrawal: .requestWithdrawal
        case .grantException: .grantException
        case .acceptForceMajeure: .acceptForceMajeure
        case .repealAdmission: .repealAdmission
        case .lapseAdmission: .lapseAdmission
        case .chargeService: .chargeService
        case .sellService: .sellService
        case .invoiceDamage: .invoiceDamage
        case .chargeCost: .chargeCost
        case .cancelCharge: .cancelCharge
        case .revokeDecision: .revokeDecision
        case .correctDate: .correctDate
        case .voidFact: .voidFact
        case .setIndemnityBase: .setIndemnityBase
        case .useDepositForRent: .useDepositForRent
        case .settleContract: .settleContract
        case .wireRefund: .wireRefund
        case .issueTenantCode: .issueTenantCode
        case .bookShortStay: .bookShortStay
        case .extendShortStay: .extendShortStay
        case .cancelShortStay: .cancelShortStay
        case .recordNoShow: .recordNoShow
        case .replaceTenantCode: .replaceTenantCode
        case .publishTariff: .publishTariff
        case .publishServicePrices: .publishServicePrices
        case .publishShortStayRates: .publishShortStayRates
        case .adoptVATRate: .adoptVATRate
        case .succeedRow: .succeedRow
        case .linkPerson: .linkPerson
        case .adoptPolicy: .adoptPolicy
        case .closeMonth: .closeMonth
        }
    }

    /// The shapes, made once.
    static let shapes: [CommandName: (shape: CommandShape, allMembers: [CommandMember])] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, ($0.shape, $0.shape.allMembers)) })
}
