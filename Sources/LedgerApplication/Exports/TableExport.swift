public import EventLog
public import Exports
public import LedgerValues
import Projections
import ResidenceRules
import Synchronization

/// A list or an account of the ledger as a table.
public enum TableName: String, CaseIterable, Sendable {
    case contracts, unpaid, deposits, aged, caf, refunds, unallocated, accruals, revenue
    case parkedReceipts = "parked-receipts"
    case expectedCash = "expected-cash"
    case trialBalance = "trial-balance"
    case generalLedger = "general-ledger"
    case subsidiaryLedger = "subsidiary-ledger"

    /// Whether it is about a month.
    public var isOfMonth: Bool { self == .caf }

    /// Whether it has a first day; the others are of one day.
    public var isOfPeriod: Bool { self == .revenue || self == .generalLedger || self == .subsidiaryLedger }
}

/// What a table is to hold.
public struct TableRequest: Sendable {
    public let name: TableName
    /// The first accounting day of a table of a period; nil begins with the log.
    public let from: CalendarDate?
    /// The day asked about, or the last of the period.
    public let asOf: CalendarDate
    /// The month of the CAF's file.
    public let month: Month?
    public let form: TableWriter.Form

    public init(
        _ name: TableName, from: CalendarDate?, asOf: CalendarDate, month: Month?, form: TableWriter.Form
    ) {
        self.name = name
        self.from = from
        self.asOf = asOf
        self.month = month
        self.form = form
    }

    /// What the bytes depend on beside the position.
    public var settings: ExportSettings {
        ExportSettings(
            form: name.rawValue, from: from, through: asOf,
            [
                "french": form == .delimited(.french) ? "true" : nil, "month": month?.description,
                "ndjson": form == .ndjson ? "true" : nil,
            ])
    }
}

extension LedgerService {
    /// Writes a table, piece by piece, from what the log knew at a position.
    ///
    /// - Returns: the contracts that it leaves out, such as for want of a tariff.
    public func write(
        _ request: TableRequest, knownAt position: Position,
        _ sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) async throws -> [BillingReport.Failure] {
        let known = KnownAt.position(position.number)
        switch request.name {
        case .contracts: return try await rows(request, known, sink) { [ContractStandingRow($0, $1)] }
        case .unpaid: return try await rows(request, known, sink) { UnpaidRow($0, $1).map { [$0] } ?? [] }
        case .deposits: return try await rows(request, known, sink) { DepositRow($0, $1).map { [$0] } ?? [] }
        case .aged: return try await rows(request, known, sink) { AgedRow($0, $1).map { [$0] } ?? [] }
        case .refunds: return try await rows(request, known, sink, RefundRow.rows)
        case .unallocated: return try await rows(request, known, sink, UnallocatedRow.rows)
        case .accruals: return try await rows(request, known, sink, AccrualRow.rows)
        case .caf:
            let month = request.month ?? request.asOf.month
            return try await rows(request, known, sink) { HousingAidFileRow.rows($0, $1, month: month) }
        case .parkedReceipts:
            let parked = try await parkedReceipts(asOf: request.asOf, knownAt: known).value
            try Self.write(ParkedReceiptCells.columns, parked.map(ParkedReceiptCells.cells), request.form, sink)
        case .trialBalance:
            let balance = try await trialBalance(asOf: request.asOf, knownAt: known).value
            try Self.write(TrialBalance.columns, balance.rows, request.form, sink)
        case .expectedCash:
            var cash = ExpectedCash()
            let failures = try await pages(request, known) {
                [ExpectedCash($0, $1)]
            } each: { page in
                for contract in page { cash.merge(contract) }
            }
            try Self.write(ExpectedCash.columns, cash.rows, request.form, sink)
            return failures
        case .revenue: try await books(request, known, RevenueTable(request.form), sink)
        case .generalLedger:
            try await books(
                request, known, GeneralLedgerTable(request.form, isSubsidiary: false, scratch: TemporaryFile()), sink)
        case .subsidiaryLedger:
            try await books(
                request, known, GeneralLedgerTable(request.form, isSubsidiary: true, scratch: TemporaryFile()), sink)
        }
        return []
    }

    private func rows<Row: TableRow & Sendable>(
        _ request: TableRequest, _ known: KnownAt, _ sink: (ArraySlice<UInt8>) throws -> Void,
        _ rows: @escaping @Sendable (ContractID, ContractStatement) -> [Row]
    ) async throws -> [BillingReport.Failure] {
        let table = TableWriter(request.form, Row.columns)
        var bytes: [UInt8] = []
        table.begin(&bytes)
        return try await pages(request, known, rows) { page in
            for row in page { table.write(row.cells, &bytes) }
            try sink(bytes[...])
            bytes.removeAll(keepingCapacity: true)
        }
    }

    /// Reads a list page by page.
    private func pages<Row: Sendable>(
        _ request: TableRequest, _ known: KnownAt,
        _ rows: @escaping @Sendable (ContractID, ContractStatement) -> [Row], each: ([Row]) throws -> Void
    ) async throws -> [BillingReport.Failure] {
        var failures: [BillingReport.Failure] = []
        var after: ContractID?
        repeat {
            let page = try await list(asOf: request.asOf, knownAt: known, after: after, limit: 1_000, rows).value
            try each(page.rows)
            failures += page.failures
            after = page.next
        } while after != nil
        return failures
    }

    private func books(
        _ request: TableRequest, _ known: KnownAt, _ writer: some BookWriter & Sendable,
        _ sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) async throws {
        let entries = BooksRequest(
            from: request.from, through: request.asOf, chart: nil, isLettered: false,
            isPlaced: request.name == .revenue)
        _ = try await books(entries, knownAt: known, as: writer, progress: { _ in }, sink)
    }

    private static func write(
        _ columns: [String], _ rows: [[Cell]], _ form: TableWriter.Form, _ sink: (ArraySlice<UInt8>) throws -> Void
    ) throws {
        let table = TableWriter(form, columns)
        var bytes: [UInt8] = []
        table.begin(&bytes)
        for row in rows { table.write(row, &bytes) }
        try sink(bytes[...])
    }
}

/// Money that names nobody known, as a table.
private enum ParkedReceiptCells {
    static let columns = [
        "position", "on", "named", "purpose", "amount_cents", "left_cents", "refund_payable_cents", "payer", "means",
    ]

    static func cells(_ parked: ParkedReceipts.Parked) -> [Cell] {
        [
            .number(parked.position), .day(parked.moment.day), .text(parked.named.text),
            .text(parked.receipt.purpose.rawValue), .amount(parked.receipt.amount), .amount(parked.left),
            .amount(parked.refundPayable), .text(parked.receipt.remittance.payer.rawValue),
            .text(parked.receipt.remittance.means.rawValue),
        ]
    }
}
