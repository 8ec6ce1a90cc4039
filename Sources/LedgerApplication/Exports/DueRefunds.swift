import EventLog
public import Exports
public import LedgerValues
import Projections
public import ResidenceRules

/// The refunds that the books decided, that are due by a day and not wired: what a bank is asked to wire, and what is left
/// out.
public struct DueRefunds: Sendable {
    public let dueBy: CalendarDate
    /// Up to where the log was read.
    public let knowledge: Knowledge
    public private(set) var transfers: [PaymentOrder.Transfer] = []
    /// What is left out, a line each with the reason.
    public private(set) var leftOut: [String]

    /// - Parameters:
    ///   - given: details that go before what was registered.
    ///   - registered: the details of tenants, as far as they gave them; asked once, and only for those that are wanted.
    public init(
        of ledger: any LedgerService, dueBy day: CalendarDate, knownAt: KnownAt,
        given: (ContractID, RefundDue.Payee) -> BankDetails? = { _, _ in nil },
        registered: ([ContractID]) async throws -> [ContractID: BankDetails]
    ) async throws {
        dueBy = day
        knowledge = try await ledger.exportMoment(knownAt)
        let list = try await WholeList(of: ledger, asOf: day, knownAt: .position(knowledge.position.number)) {
            RefundRow.rows($0, $1).filter { $0.refund.dueOn <= day }
        }
        leftOut = list.failures.map { "\($0.contract), \($0.error.message)" }
        let wanted = list.rows.filter { refund in
            refund.obstacle == nil && refund.refund.payee == .tenant && given(refund.contract, .tenant) == nil
        }
        let registered = try await registered(Set(wanted.map(\.contract)).sorted { $0.text < $1.text })
        for refund in list.rows {
            let payee = refund.refund.payee
            let beneficiary = given(refund.contract, payee) ?? (payee == .tenant ? registered[refund.contract] : nil)
            if refund.obstacle == nil, let beneficiary {
                transfers.append(PaymentOrder.Transfer(refund, to: beneficiary))
            } else {
                let reason =
                    refund.obstacle.map(\.rawValue) ?? "nothing says where the \(payee.rawValue) has an account"
                leftOut.append(
                    "\(refund.contract), \(refund.refund.kind.rawValue) \(FrenchText.amount(refund.left)): \(reason)")
            }
        }
    }

    /// Why their details are read, in the journal of readings.
    public static let purpose: Code = {
        guard let code = Code("sepa-file") else { preconditionFailure("the purpose of a reading is a code") }
        return code
    }()

    /// The order, and the settings that it depends on.
    ///
    /// - Parameter mark: asked for what nobody can guess who has not got the order: a digest of names and accounts could be
    ///   guessed, were there nothing in it that cannot.
    public func order(
        _ message: PaymentOrder.Message, from debtor: PaymentOrder.Debtor, executeOn: CalendarDate,
        mark: (_ document: String) async throws -> String
    ) async throws -> (order: PaymentOrder, settings: ExportSettings) {
        let settings = PaymentOrder.settings(message, from: debtor, dueBy: dueBy, executeOn: executeOn)
        let mark = try await mark(settings.text + PaymentOrder.instructions(transfers))
        let order = PaymentOrder(
            message, identifier: "Q\(knowledge.position)-\(mark)", createdAt: knowledge.recordedAt,
            executeOn: executeOn, debtor: debtor, transfers)
        return (order, settings)
    }
}
