import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues

extension LedgerAPI {
    /// Charges what is due through a day, as `quittance bill` does; answered when all of it is durable.
    ///
    /// The writer's thread bills page by page, so commands go on meanwhile, and no event loop waits.
    func postBilling(_ request: Request) async throws -> Response {
        let actor = try tokens.authenticate(request, for: .write)
        try request.require(body: Self.json, answer: Self.json)
        _ = try QueryItems(request, allowing: [])
        let order = try BillingOrder(try await request.bytes(limit: RequestLimits.commandBytes))
        let last = service.lastBillableDay
        guard order.through <= last else {
            throw Problem(
                .unprocessableContent, "BILLING_TOO_FAR_AHEAD", field: "through",
                detail: "The day is more than two years ahead; nothing was billed.",
                remedy: "Give a day no later than \(last).")
        }
        let report = try await service.bill(
            through: order.through, ruleChange: order.ruleChange, by: actor, progress: nil)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("through_on", report.through)
            writer.member("contracts", report.contracts)
            writer.member("postings", report.postings)
            writer.member("recorded_nothing", report.recordedNothing)
            writer.array("failures", report.failures) { writer, failure in
                writer.object { writer in
                    writer.member("contract", failure.contract.text)
                    writer.object("problem") { $0.members(of: failure.error) }
                }
            }
            writer.array("rule_changes", report.ruleChanges) { $0.value($1.text) }
        }
        return Answer(report.recordedNothing ? .ok : .created, Self.json, writer).response
    }
}
