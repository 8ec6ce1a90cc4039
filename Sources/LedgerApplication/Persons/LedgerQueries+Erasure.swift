import EventLog
import LedgerValues
import Projections
import ResidenceRules

extension LedgerQueries {
    /// Says no while somebody still needs to know who holds the contracts: a right or a claim runs, or the delay
    /// of the policy `person_retention` after the last movement on any of them.
    ///
    /// - Throws: `Rejection`, and `ScheduleError` when an account cannot be made.
    func checkErasable(_ contracts: [ContractID], on day: CalendarDate) throws {
        try reader.withSnapshot {
            var last: CalendarDate?
            for id in contracts {
                let events = try reader.events(of: id, through: nil)
                let statement = try ContractStatement(ContractState(events), asOf: day, known.context)
                if !statement.status.isOver {
                    throw Rejection(.personStillHoused, "\(id): \(statement.status.rawValue)")
                }
                if let claim = try statement.claim ?? contract(id).head.claim {
                    throw Rejection(.personHasOpenAccount, "\(id): \(claim)")
                }
                last = [last, events.lazy.map(\.effectiveOn).max()].compactMap { $0 }.max()
            }
            if let receipt = try parkedReceipts(naming: Set(contracts)).first {
                throw Rejection(.personHasOpenAccount, "parked receipt of position \(receipt.position)")
            }
            guard let last else { return }
            let years = Int(known.context.policies.number(.personRetention, on: day))
            let end = last.adding(months: 12 * years)
            if day <= end { throw Rejection(.retentionRuns, "through \(end)") }
        }
    }

    /// Money that waits under the name of one of the contracts, or a tenant code of theirs.
    func parkedReceipts(naming contracts: Set<ContractID>) throws -> [ParkedReceipts.Parked] {
        let parked = try parkedReceipts(asOf: .latest, knownAt: .head).value
        return try parked.filter { receipt in
            if let id = ContractID(receipt.named.text), contracts.contains(id) { return true }
            guard let code = TenantCode(receipt.named.text) else { return false }
            do { return contracts.contains(try contract(of: code, knownAt: .head)) } catch QueryError.unknownTenantCode
            { return false }
        }
    }
}

extension Tenure.Status {
    /// Whether nobody occupies, reserved or awaits anything any more.
    fileprivate var isOver: Bool {
        switch self {
        case .none, .lapsed, .left, .settled, .withdrawn, .withdrawnLate, .caduque, .repealed, .cancelled, .noShow: true
        case .proposed, .reserved, .admitted, .inPlace, .notice, .withoutRight, .deceased, .booked: false
        }
    }
}

extension ContractStatement {
    /// What is owed either way, or has still to be billed; nil when the account is closed.
    fileprivate var claim: String? {
        if missingPostings > 0 || incomplete != nil { return "not billed" }
        let debts = lines.map(\.open).total()
        if debts > .zero { return "open \(debts.cents)" }
        let others = [
            ("credit", balances.credit), ("advance", balances.advanceHeld), ("deposit", balances.depositHeld),
            ("refund", balances.refundPayable), ("unallocated", balances.unallocated),
        ]
        return others.first { $0.1 != .zero }.map { "\($0.0) \($0.1.cents)" }
    }
}

extension ContractHead {
    /// What the whole log says is owed either way, whatever its day.
    fileprivate var claim: String? {
        let sums = [receivable, advanceHeld, depositHeld, refundPayable, unallocated]
        return sums.first { $0 != .zero }.map { "balance \($0.cents)" }
    }
}
