public import LedgerValues
public import Projections
import ResidenceRules

/// *Ordre de virements*: refunds that a bank is asked to wire, on one day and from one account.
public struct PaymentOrder: Sendable {
    /// The messages of ISO 20022 that French banks take.
    public enum Message: String, Sendable, CaseIterable {
        case version3 = "pain.001.001.03"
        case version9 = "pain.001.001.09"
    }

    /// Who pays.
    public struct Debtor: Sendable {
        public let name: String
        public let iban: IBAN
        public let bic: BIC?

        public init(name: String, iban: IBAN, bic: BIC?) {
            self.name = name
            self.iban = iban
            self.bic = bic
        }
    }

    /// One refund on its way to one account.
    public struct Transfer: Sendable {
        public let refund: RefundRow
        public let beneficiary: BankDetails

        public init(_ refund: RefundRow, to beneficiary: BankDetails) {
            self.refund = refund
            self.beneficiary = beneficiary
        }
    }

    public let message: Message
    /// Tells the order from every other: 1 to 35 characters that banks take.
    public let identifier: String
    /// When the log learned the last thing that the order is made from.
    public let createdAt: Instant
    public let executeOn: CalendarDate
    public let debtor: Debtor
    public let transfers: [Transfer]

    public init(
        _ message: Message, identifier: String, createdAt: Instant, executeOn: CalendarDate, debtor: Debtor,
        _ transfers: [Transfer]
    ) {
        precondition(BankText.isIdentifier(identifier), "\(identifier) is no identifier for a bank")
        self.message = message
        self.identifier = identifier
        self.createdAt = createdAt
        self.executeOn = executeOn
        self.debtor = debtor
        self.transfers = transfers
    }

    /// In cents.
    public var total: Money { transfers.map(\.refund.left).total() }

    /// What an order depends on beside the position, and the accounts that it goes to.
    public static func settings(
        _ message: Message, from debtor: Debtor, dueBy day: CalendarDate, executeOn: CalendarDate
    ) -> ExportSettings {
        ExportSettings(
            form: "sepa", through: day,
            [
                "debtor_bic": debtor.bic?.text, "debtor_iban": debtor.iban.text, "debtor_name": debtor.name,
                "execute_on": executeOn.description, "message": message.rawValue,
            ])
    }

    /// What the order says without saying to whom: a line `identifier cents` for each transfer.
    public static func instructions(_ transfers: [Transfer]) -> String {
        transfers.map { "\($0.refund.endToEndID) \($0.refund.left.cents)\n" }.joined()
    }

    /// What records that a transfer left the bank, as a line for `quittance record`: its key is the identifier that the
    /// bank gives back.
    public static func wire(_ refund: RefundRow, on day: CalendarDate) -> String {
        #"{"command":"wire-refund","key":"\#(refund.endToEndID)","contract":"\#(refund.contract)","on":"\#(day)","#
            + #""kind":"\#(refund.refund.kind.rawValue)","amount_cents":\#(refund.left.cents)}"# + "\n"
    }
}

extension RefundRow {
    /// The contract's account and the position of what moved the refund last: the same until something is wired, and
    /// never given twice.
    public var endToEndID: String {
        let party = BookEntry.Party(contract: contract, opened: opened, tenantCode: tenantCode)
        return "\(party.number)-\(position)"
    }
}
