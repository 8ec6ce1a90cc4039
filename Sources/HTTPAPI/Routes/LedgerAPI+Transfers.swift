import EventCodecs
import EventLog
import Exports
import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues
import NIOCore

/// Orders of transfers. Names and accounts change without the log, so these files have no tag, and no part of one is ever
/// asked for.
extension LedgerAPI {
    /// The refunds that are due as an order of credit transfers: the bytes that `quittance export sepa` writes from the person
    /// store, which notes who read it.
    func exportTransfers(_ request: Request) async throws -> Response {
        let (actor, asked, refunds) = try await dueRefunds(request)
        let persons = try register()
        let (order, settings) = try await refunds.order(
            asked.message, from: asked.debtor, executeOn: asked.executeOn
        ) { try await persons.mark(of: $0) }
        let bytes = Array(order.xml.utf8)
        let digest = SHA256.hash(bytes)
        if request.method != .head {
            let export = BooksExport(settings, knownAt: refunds.knowledge.position, file: digest)
            _ = try await service.record(export, by: actor)
        }
        return Self.file(bytes, digest, "application/xml; charset=utf-8", "\(order.identifier).xml", refunds)
    }

    /// The commands that record the transfers of an order, once the bank has carried them out: the file that
    /// `quittance export sepa --wires` writes.
    func exportWires(_ request: Request) async throws -> Response {
        let (_, asked, refunds) = try await dueRefunds(request)
        let lines = refunds.transfers.map { PaymentOrder.wire($0.refund, on: asked.executeOn) }.joined()
        let bytes = Array(lines.utf8)
        return Self.file(
            bytes, SHA256.hash(bytes), "application/x-ndjson", "wires_\(refunds.knowledge.position).ndjson", refunds)
    }

    private static func file(
        _ bytes: [UInt8], _ digest: Digest, _ mediaType: String, _ name: String, _ refunds: DueRefunds
    ) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: mediaType, .contentDisposition: "attachment; filename=\"\(name)\"",
                .cacheControl: "no-store", .logPosition: "\(refunds.knowledge.position)",
                .contentSHA256: digest.description, .refundsLeftOut: "\(refunds.leftOut.count)",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// What an order is asked for with.
    private struct AskedOrder {
        let through: CalendarDate
        let executeOn: CalendarDate
        let debtor: PaymentOrder.Debtor
        let message: PaymentOrder.Message
        let leavesOut: Bool
        let knownAt: KnownAt

        init(_ request: Request, today: CalendarDate) throws(Problem) {
            let items = try QueryItems(
                request,
                allowing: [
                    "through", "execute_on", "debtor_name", "debtor_iban", "debtor_bic", "message", "leave_out",
                    "known_at",
                ])
            through = try Question.day("through", items) ?? today
            executeOn = try Question.day("execute_on", items) ?? through
            leavesOut = try items.flag("leave_out")
            knownAt = try Question.knownAt("known_at", items) ?? .head
            guard
                let message = PaymentOrder.Message(rawValue: items["message"] ?? PaymentOrder.Message.version9.rawValue)
            else {
                let names = PaymentOrder.Message.allCases.map(\.rawValue).joined(separator: " or ")
                throw .invalidParameter("message", "Give \(names).")
            }
            self.message = message
            guard let name = items["debtor_name"] else { throw .missingParameter("debtor_name") }
            guard (1...70).contains(name.count) else {
                throw .invalidParameter("debtor_name", "Give a name of 1 to 70 characters.")
            }
            guard let account = items["debtor_iban"] else { throw .missingParameter("debtor_iban") }
            guard let iban = IBAN(account) else {
                throw .invalidParameter(
                    "debtor_iban", "Give an IBAN without spaces: its form, length and check digits are looked at.")
            }
            let bic = items["debtor_bic"].flatMap(BIC.init(_:))
            guard bic != nil || items["debtor_bic"] == nil else {
                throw .invalidParameter("debtor_bic", "Give a BIC of 8 or 11 characters, or none.")
            }
            debtor = PaymentOrder.Debtor(name: name, iban: iban, bic: bic)
        }
    }

    private func dueRefunds(_ request: Request) async throws -> (Actor, AskedOrder, DueRefunds) {
        _ = try tokens.authenticate(request, for: .read)
        let actor = try tokens.authenticate(request, for: .persons)
        let asked = try AskedOrder(request, today: service.today)
        let persons = try register()
        let refunds = try await DueRefunds(of: service, dueBy: asked.through, knownAt: asked.knownAt) { contracts in
            try await persons.bankDetails(of: contracts, for: DueRefunds.purpose, by: actor)
        }
        guard refunds.leftOut.isEmpty || asked.leavesOut else { throw Problem.leavesOut(refunds.leftOut) }
        guard !refunds.transfers.isEmpty else {
            throw Problem(
                .notFound, "NOTHING_TO_GIVE", detail: "Nothing is to be wired by that day.",
                remedy: "Bill first, or ask about a later day.")
        }
        return (actor, asked, refunds)
    }
}

extension Problem {
    /// An order that leaves refunds out is given to whoever knows it.
    fileprivate static func leavesOut(_ lines: [String]) -> Problem {
        Problem(
            .conflict, "REFUNDS_LEFT_OUT",
            detail: "The order leaves out \(lines.count), first: \(lines.first ?? "").",
            remedy: "Look at /v1/exports/tables/refunds for what each of them waits for, or add leave_out=true.")
    }
}
