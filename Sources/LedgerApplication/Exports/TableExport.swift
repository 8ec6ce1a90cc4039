public import EventLog
public import Exports
public import LedgerValues
import Projections
import ResidenceRules
import Synchronization

/// A list or an account of the ledger as a table.
public enum TableName: String, CaseIterable, Sendable {
    case contracts, unpaid, deposits, aged, caf, refunds, unallocated, accruals, revenue, lines, receipts, guarantees
    case periods, doubtful
    case parkedReceipts = "parked-receipts"
    case expectedCash = "expected-cash"
    case trialBalance = "trial-balance"
    case generalLedger = "general-ledger"
    case subsidiaryLedger = "subsidiary-ledger"

    /// Whether it is about a month.
    public var isOfMonth: Bool { self == .caf }

    /// Whether it is of the books and has a first day; the others are of contracts on one day.
    public var isOfPeriod: Bool {
        self == .revenue || self == .generalLedger || self == .subsidiaryLedger || self == .trialBalance
    }
}

/// What a table is to hold.
public struct TableRequest: Sendable {
    public let name: TableName
    /// The first accounting day of a table of a period; nil begins with the log, and a trial balance with the year.
    public let from: CalendarDate?
    /// The day asked about, or the last of the period.
    public let asOf: CalendarDate
    /// The month of the CAF's file.
    public let month: Month?
    public let form: TableWriter.Form
    /// Whether the lines of NDJSON are the elements of one JSON array.
    public let isArray: Bool

    public init(
        _ name: TableName, from: CalendarDate?, asOf: CalendarDate, month: Month?, form: TableWriter.Form,
        isArray: Bool = false
    ) {
        precondition(form == .ndjson || !isArray, "an array is made of lines of JSON")
        self.isArray = isArray
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
                "french": form == .delimited(.french) ? "true" : nil, "json": isArray ? "true" : nil,
                "month": month?.description, "ndjson": form == .ndjson && !isArray ? "true" : nil,
            ])
    }
}

extension LedgerService {
    /// Writes a table, piece by piece, from what the log knew at a position.
    ///
    /// - Parameter progress: called now and then with the number of contracts, or of events.
    /// - Returns: the contracts that it leaves out, such as for want of a tariff.
    public func write(
        _ request: TableRequest, knownAt position: Position,
        progress: @escaping ExportProgress = { _, _ in },
        _ sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) async throws -> [BillingReport.Failure] {
        let reading = Reading(request: request, known: .position(position.number), progress: progress)
        guard request.isArray else { return try await write(reading, sink) }
        let array = JSONArray(sink)
        let failures = try await write(reading) { try array.add($0) }
        try array.end()
        return failures
    }

    private func write(
        _ reading: Reading, _ sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) async throws -> [BillingReport.Failure] {
        let (request, known) = (reading.request, reading.known)
        switch request.name {
        case .contracts: return try await rows(reading, sink) { [ContractStandingRow($0, $1)] }
        case .unpaid: return try await rows(reading, sink) { UnpaidRow($0, $1).map { [$0] } ?? [] }
        case .deposits: return try await rows(reading, sink) { DepositRow($0, $1).map { [$0] } ?? [] }
        case .aged: return try await rows(reading, sink) { AgedRow($0, $1).map { [$0] } ?? [] }
        case .refunds: return try await rows(reading, sink, RefundRow.rows)
        case .unallocated: return try await rows(reading, sink, UnallocatedRow.rows)
        case .accruals: return try await rows(reading, sink, AccrualRow.rows)
        case .lines: return try await rows(reading, sink, StatementLineRow.rows)
        case .receipts: return try await rows(reading, sink, ReceivedRow.rows)
        case .guarantees: return try await rows(reading, sink, GuaranteeRow.rows)
        case .periods: return try await rows(reading, sink, PaidPeriodRow.rows)
        case .doubtful: return try await rows(reading, sink) { DoubtfulRow($0, $1).map { [$0] } ?? [] }
        case .caf:
            let month = request.month ?? request.asOf.month
            return try await rows(reading, sink) { HousingAidFileRow.rows($0, $1, month: month) }
        case .parkedReceipts:
            let parked = try await parkedReceipts(asOf: request.asOf, knownAt: known).value
            try Self.write(ParkedReceiptCells.columns, parked.map(ParkedReceiptCells.cells), request.form, sink)
        case .trialBalance:
            let balance = try await trialBalance(from: request.from, through: request.asOf, knownAt: known).value
            try Self.write(PeriodBalance.columns, balance.cells, request.form, sink)
        case .expectedCash:
            var cash = ExpectedCash()
            let failures = try await pages(reading) {
                [ExpectedCash($0, $1)]
            } each: { page in
                for contract in page { cash.merge(contract) }
            }
            try Self.write(ExpectedCash.columns, cash.rows, request.form, sink)
            return failures
        case .revenue: try await books(reading, RevenueTable(request.form), sink)
        case .generalLedger:
            try await books(
                reading, GeneralLedgerTable(request.form, isSubsidiary: false, scratch: TemporaryFile()), sink)
        case .subsidiaryLedger:
            try await books(
                reading, GeneralLedgerTable(request.form, isSubsidiary: true, scratch: TemporaryFile()), sink)
        }
        return []
    }

    private func rows<Row: TableRow & Sendable>(
        _ reading: Reading, _ sink: (ArraySlice<UInt8>) throws -> Void,
        _ rows: @escaping @Sendable (ContractID, ContractStatement) -> [Row]
    ) async throws -> [BillingReport.Failure] {
        let table = TableWriter(reading.request.form, Row.columns)
        var bytes: [UInt8] = []
        table.begin(&bytes)
        return try await pages(reading, rows) { page in
            for row in page { table.write(row.cells, &bytes) }
            try sink(bytes[...])
            bytes.removeAll(keepingCapacity: true)
        }
    }

    /// Reads a list page by page.
    private func pages<Row: Sendable>(
        _ reading: Reading, _ rows: @escaping @Sendable (ContractID, ContractStatement) -> [Row],
        each: ([Row]) throws -> Void
    ) async throws -> [BillingReport.Failure] {
        let (day, known) = (reading.request.asOf, reading.known)
        let counted = { @Sendable (id: ContractID, statement: ContractStatement) in
            reading.count()
            return rows(id, statement)
        }
        var failures: [BillingReport.Failure] = []
        var after: ContractID?
        repeat {
            let page = try await list(asOf: day, knownAt: known, after: after, limit: 1_000, counted).value
            try each(page.rows)
            failures += page.failures
            after = page.next
        } while after != nil
        return failures
    }

    private func books(
        _ reading: Reading, _ writer: some BookWriter,
        _ sink: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
    ) async throws {
        let request = reading.request
        let entries = BooksRequest(
            from: request.from, through: request.asOf, chart: nil, isLettered: false,
            isPlaced: request.name == .revenue)
        _ = try await books(entries, knownAt: reading.known, as: writer, progress: reading.progress, sink)
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

/// A table on its way, with who is told how far it is.
private final class Reading: Sendable {
    let request: TableRequest
    let known: KnownAt
    let progress: ExportProgress
    private let contracts = Atomic<Int64>(0)

    init(request: TableRequest, known: KnownAt, progress: @escaping ExportProgress) {
        self.request = request
        self.known = known
        self.progress = progress
    }

    /// Another contract was read.
    func count() {
        let count = contracts.add(1, ordering: .relaxed).newValue
        if count % 64 == 1 { progress(count, nil) }
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
