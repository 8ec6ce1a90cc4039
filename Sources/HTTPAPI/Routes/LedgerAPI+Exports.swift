import EventLog
import Exports
import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues

extension LedgerAPI {
    /// Forms of the books: the name in the path, the media type, the ending of the file's name.
    private enum BooksForm: String, CaseIterable {
        case hledger, beancount, csv, ndjson, balances

        var mediaType: String {
            switch self {
            case .hledger, .beancount: "text/plain; charset=utf-8"
            case .csv, .balances: "text/csv; charset=utf-8"
            case .ndjson: "application/x-ndjson"
            }
        }

        var ending: String {
            switch self {
            case .hledger: "journal"
            case .beancount: "beancount"
            case .csv: "csv"
            case .ndjson: "ndjson"
            case .balances: "balances.csv"
            }
        }

        func writer(french: Bool) -> any BookWriter & Sendable {
            let table = TableWriter.Form.delimited(french ? .french : .standard)
            return switch self {
            case .hledger: LedgerWriter(.standard)
            case .beancount: BeancountWriter(.standard)
            case .csv: JournalTable(table, .standard)
            case .ndjson: JournalTable(.ndjson, .standard)
            case .balances: MonthlyBalances(table)
            }
        }
    }

    /// The journal, or its monthly balances: the bytes that `quittance export books` writes.
    func exportBooks(_ request: Request, _ parameters: Parameters) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        guard let form = BooksForm(rawValue: try Self.parameter("form", parameters)) else {
            throw Problem(
                .notFound, "NOT_FOUND", detail: "There is no such form of the books.",
                remedy: "Use one of: \(BooksForm.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let items = try QueryItems(request, allowing: ["from", "through", "known_at", "french"])
        let from = try Question.day("from", items)
        let through = try Question.day("through", items) ?? service.today
        if let from, through < from {
            throw Problem.invalidParameter("through", "Give a day that is not before `from`.")
        }
        let french = try items.flag("french")
        let books = BooksRequest(from: from, through: through, chart: .standard, isLettered: form != .balances)
        let period = (from.map { "\($0)_" } ?? "") + "\(through)"
        return try await export(
            request, items, named: "quittance_\(period).\(form.ending)", form.mediaType,
            settings: "\(form.rawValue) \(period) \(french)", books, form.writer(french: french))
    }

    /// The fichier des écritures comptables of a year: the bytes that `quittance export fec` writes.
    func exportFEC(_ request: Request, _ parameters: Parameters) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        let items = try QueryItems(request, allowing: ["siren", "known_at"])
        guard let year = Int(try Self.parameter("year", parameters)), (2000...2099).contains(year) else {
            throw Problem(
                .notFound, "NOT_FOUND", detail: "The path holds no year.", remedy: "Give a year from 2000 to 2099.")
        }
        guard let text = items["siren"] else { throw Problem.missingParameter("siren") }
        guard let siren = SIREN(text) else {
            throw Problem.invalidParameter("siren", "Give nine digits, the last of them a check digit.")
        }
        return try await export(
            request, items, named: FECWriter.fileName(siren, year: year), "text/plain; charset=utf-8",
            settings: "fec \(siren) \(year)", BooksRequest(year: year, chart: .standard), FECWriter(.standard))
    }

    /// A file of the accounts: a function of the log position and the settings, which are its ETag.
    private func export(
        _ request: Request, _ items: QueryItems, named name: String, _ mediaType: String, settings: String,
        _ books: BooksRequest, _ writer: any BookWriter & Sendable
    ) async throws -> Response {
        let known = try await service.knowledge(try Question.knownAt("known_at", items) ?? .head)
        let position = known.position.number
        let tag = "\"\(SHA256.hash(Array("\(Self.exportVersion) \(settings) \(position)".utf8)))\""
        var headers: HTTPFields = [
            .contentType: mediaType, .eTag: tag, .acceptRanges: "bytes",
            .contentDisposition: "attachment; filename=\"\(name)\"", .logPosition: "\(position)",
        ]
        if request.headers[.ifNoneMatch].map({ $0 == "*" || $0.contains(tag) }) == true {
            return Response(status: .notModified, headers: headers)
        }
        let spool = try Spool()
        _ = try await service.books(
            books, knownAt: .position(position), as: writer, progress: { _ in }, { try spool.add($0) })
        headers[.contentSHA256] = spool.finish().description
        let size = spool.size
        let isSame = request.headers[.ifRange].map { $0 == tag } ?? true
        switch isSame ? ByteRange.asked(request.headers[.range], of: size) : .whole {
        case .whole:
            return Response(
                status: .ok, headers: headers, body: Self.body(spool, ByteRange(start: 0, end: size)))
        case .part(let range):
            headers[.contentRange] = "bytes \(range.start)-\(range.end - 1)/\(size)"
            return Response(status: .partialContent, headers: headers, body: Self.body(spool, range))
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(size)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
    }

    /// Raised whenever the same settings and position give other bytes.
    private static let exportVersion = "1"

    private static func body(_ spool: Spool, _ range: ByteRange) -> ResponseBody {
        ResponseBody(contentLength: Int(range.end - range.start)) { writer in
            var next = range.start
            while next < range.end {
                let buffer = try await spool.read(from: next, upTo: range.end)
                next += Int64(buffer.readableBytes)
                try await writer.write(buffer)
            }
            try await writer.finish(nil)
        }
    }
}
