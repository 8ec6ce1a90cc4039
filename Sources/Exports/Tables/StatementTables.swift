public import LedgerValues
public import Projections
import ResidenceRules

/// One charge of a contract, with what settled it: `settled_by` holds pairs `SOURCE:CENTS`, of which the source is the log
/// position of a receipt, or `deposit`, `advance_credited`, `taken_over`.
public struct StatementLineRow: Sendable, TableRow {
    private let contract: ContractID
    private let tenantCode: TenantCode?
    private let line: ContractStatement.Line

    public static func rows(_ contract: ContractID, _ statement: ContractStatement) -> [StatementLineRow] {
        statement.lines.map {
            StatementLineRow(contract: contract, tenantCode: statement.tenure.tenantCode, line: $0)
        }
    }

    public static var columns: [String] {
        [
            "contract", "tenant_code", "line", "kind", "from_on", "to_on", "due_on", "amount_cents", "advance_cents",
            "payable_cents", "aid_cents", "relieved_cents", "open_cents", "position", "enforced_by", "settled_by",
        ]
    }

    public var cells: [Cell] {
        let charge = line.charge
        let settled = line.settlements.map { "\($0.source.name):\($0.amount.cents)" }.joined(separator: " ")
        return [
            .text(contract.text), .text(ifAny: tenantCode?.text), .text(ifAny: charge.name), .text(charge.kindName),
            .day(charge.from), .day(charge.to), .day(ifAny: charge.dueOn), .amount(charge.amount),
            .amount(line.advance), .amount(line.payable), .amount(line.aid), .amount(line.relieved),
            .amount(line.open), line.position.map { .number($0) } ?? .none, .text(ifAny: line.enforcedBy?.text),
            .text(ifAny: settled.isEmpty ? nil : settled),
        ]
    }
}

/// Money that came in for a contract, with what it settled: `settles` holds pairs `LINE:CENTS`.
public struct ReceivedRow: Sendable, TableRow {
    private let contract: ContractID
    private let tenantCode: TenantCode?
    private let receipt: MoneyReceived
    private let settled: [(line: String, amount: Money)]

    public static func rows(_ contract: ContractID, _ statement: ContractStatement) -> [ReceivedRow] {
        var settled: [Int64: [(line: String, amount: Money)]] = [:]
        for line in statement.lines {
            for settlement in line.settlements {
                guard case .receipt(let position) = settlement.source else { continue }
                settled[position, default: []].append((line.charge.name ?? line.charge.kindName, settlement.amount))
            }
        }
        return statement.tenure.receipts.map {
            ReceivedRow(
                contract: contract, tenantCode: statement.tenure.tenantCode, receipt: $0,
                settled: settled[$0.position] ?? [])
        }
    }

    public static var columns: [String] {
        [
            "contract", "tenant_code", "position", "on", "purpose", "payer", "means", "month", "amount_cents",
            "returned_cents", "used_cents", "left_cents", "settled_cents", "settles",
        ]
    }

    public var cells: [Cell] {
        let lines = settled.map { "\($0.line):\($0.amount.cents)" }.joined(separator: " ")
        return [
            .text(contract.text), .text(ifAny: tenantCode?.text), .number(receipt.position), .day(receipt.on),
            .text(receipt.purpose.rawValue), .text(receipt.remittance.payer.rawValue),
            .text(receipt.remittance.means.rawValue), .text(ifAny: receipt.month?.description),
            .amount(receipt.amount), .amount(receipt.returned), .amount(receipt.used), .amount(receipt.kept),
            .amount(settled.map(\.amount).total()), .text(ifAny: lines.isEmpty ? nil : lines),
        ]
    }
}

/// *Caution* of a contract, with what its guarantor has paid.
public struct GuaranteeRow: Sendable, TableRow {
    private let contract: ContractID
    private let tenantCode: TenantCode?
    private let account: GuaranteeAccount

    public static func rows(_ contract: ContractID, _ statement: ContractStatement) -> [GuaranteeRow] {
        statement.guarantees.map {
            GuaranteeRow(contract: contract, tenantCode: statement.tenure.tenantCode, account: $0)
        }
    }

    public static var columns: [String] {
        ["contract", "tenant_code", "kind", "from_on", "to_on", "cap_cents", "paid_cents", "left_cents"]
    }

    public var cells: [Cell] {
        [
            .text(contract.text), .text(ifAny: tenantCode?.text), .text(account.guarantee.kind.rawValue),
            .day(account.guarantee.from), .day(account.guarantee.to), .amount(account.guarantee.cap),
            .amount(account.paid), .amount(account.left),
        ]
    }
}

/// A month of rent or of an indemnity, with what was paid of it and what the tenant is given for it:
/// `rent_receipt` is a *quittance*, `payment_receipt` a *reçu*.
public struct PaidPeriodRow: Sendable, TableRow {
    private let contract: ContractID
    private let tenantCode: TenantCode?
    private let period: PaidPeriod

    public static func rows(_ contract: ContractID, _ statement: ContractStatement) -> [PaidPeriodRow] {
        statement.periods.map {
            PaidPeriodRow(contract: contract, tenantCode: statement.tenure.tenantCode, period: $0)
        }
    }

    public static var columns: [String] {
        [
            "contract", "tenant_code", "nature", "month", "from_on", "to_on", "amount_cents", "settled_cents",
            "relieved_cents", "open_cents", "document", "positions",
        ]
    }

    public var cells: [Cell] {
        let document: String? =
            switch PeriodReceipt(period) {
            case .rent: "rent_receipt"
            case .payment: "payment_receipt"
            case nil: nil
            }
        let positions = period.positions.map(String.init).joined(separator: " ")
        return [
            .text(contract.text), .text(ifAny: tenantCode?.text), .text(period.nature == .rent ? "rent" : "indemnity"),
            .text(period.month.description), .day(period.from), .day(period.to), .amount(period.amount),
            .amount(period.settled), .amount(period.relieved), .amount(period.open), .text(ifAny: document),
            .text(ifAny: positions.isEmpty ? nil : positions),
        ]
    }
}

/// *Créances douteuses* of a contract: what is late and pursued under a title, or reported. It is what an
/// accountant moves from the tenants' account to the one for doubtful debts (decision 0107).
public struct DoubtfulRow: Sendable, TableRow {
    private let contract: ContractID
    private let tenantCode: TenantCode?
    private let arrears: Arrears
    /// Open under a title, in cents.
    private let pursued: Money
    private let isReported: Bool

    /// Nil when nothing late is pursued or reported.
    public init?(_ contract: ContractID, _ statement: ContractStatement) {
        guard statement.arrears.unpaid else { return nil }
        pursued = statement.lines.filter { line in
            line.enforcedBy != nil && (line.charge.dueOn ?? .latest) < statement.asOf
        }.map(\.open).total()
        isReported = statement.report?.isActive == true
        guard pursued > .zero || isReported else { return nil }
        self.contract = contract
        tenantCode = statement.tenure.tenantCode
        arrears = statement.arrears
    }

    public static var columns: [String] {
        ["contract", "tenant_code", "doubtful_cents", "pursued_cents", "reported", "arrears_cents", "oldest_due_on"]
    }

    public var cells: [Cell] {
        [
            .text(contract.text), .text(ifAny: tenantCode?.text), .amount(isReported ? arrears.amount : pursued),
            .amount(pursued), .flag(isReported), .amount(arrears.amount), .day(ifAny: arrears.oldestDue),
        ]
    }
}

extension Settlement.Source {
    /// The log position of a receipt, or what else the money is.
    fileprivate var name: String {
        switch self {
        case .receipt(let position): String(position)
        case .takenOver: "taken_over"
        case .advanceCredited: "advance_credited"
        case .deposit: "deposit"
        }
    }
}

extension ChargeLine {
    /// The name by which a payer chooses it, such as `rent-2026-10`; nil for what nobody chooses.
    fileprivate var name: String? {
        switch composition {
        case .rent: LineName.rent(from.month).text
        case .indemnity: LineName.indemnity(from.month).text
        case .sundry(_, let position): LineName.sundry(position: position).text
        case .shortStay, .carriedOver, .reclaim: nil
        }
    }
}
