import EventCodecs
import EventLog
import Exports
import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues
import NIOCore
import ResidenceRules

extension LedgerAPI {
    /// The journal, or its monthly balances: the bytes that `quittance export books` writes.
    func exportBooks(_ request: Request, _ parameters: Parameters) async throws -> Response {
        let actor = try tokens.authenticate(request, for: .read)
        guard let form = BooksForm(rawValue: try Self.parameter("form", parameters)) else {
            throw Problem(
                .notFound, "NOT_FOUND", detail: "There is no such form of the books.",
                remedy: "Use one of: \(BooksForm.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let items = try QueryItems(
            request, allowing: ["from", "through", "known_at"] + (form.isTable ? ["french"] : []))
        let from = try Question.day("from", items)
        let through = try Question.day("through", items) ?? service.today
        if let from, through < from {
            throw Problem.invalidParameter("through", "Give a day that is not before `from`.")
        }
        let french = try items.flag("french")
        let books = BooksRequest(from: from, through: through, chart: nil, isLettered: form != .balances)
        let period = (from.map { "\($0)_" } ?? "") + "\(through)"
        let settings = ExportSettings(
            form: form.rawValue, from: from, through: through, ["french": french ? "true" : nil])
        return try await export(
            request, items,
            ExportAnswer(name: "quittance_\(period).\(form.ending)", mediaType: form.mediaType, settings),
            by: actor, books, form.writer(french: french))
    }

    /// The fichier des écritures comptables of a year: the bytes that `quittance export fec` writes.
    func exportFEC(_ request: Request, _ parameters: Parameters) async throws -> Response {
        let actor = try tokens.authenticate(request, for: .read)
        let items = try QueryItems(request, allowing: ["siren", "known_at"])
        let (year, siren) = try Self.yearAndSIREN(items, parameters)
        let answer = ExportAnswer(
            name: FECWriter.fileName(siren, year: year), mediaType: "text/plain; charset=utf-8",
            FECWriter.settings(siren, year: year, chart: nil))
        return try await export(request, items, answer, by: actor) { known, spool in
            let summary = try await service.books(
                BooksRequest(year: year, chart: nil), knownAt: .position(known.number), as: FECWriter(),
                progress: { _, _ in }, { try spool.add($0) })
            guard summary.value.entries > 0 else {
                throw Problem(
                    .notFound, "NOTHING_TO_GIVE", detail: "The books of the year hold no entry.",
                    remedy: "Ask for a year in which something was recorded.")
            }
        }
    }

    /// The document that goes with the FEC and describes its fields; it depends on nothing in the log, so nothing is
    /// recorded.
    func exportFECDescription(_ request: Request, _ parameters: Parameters) async throws -> Response {
        _ = try tokens.authenticate(request, for: .read)
        let items = try QueryItems(request, allowing: ["siren"])
        let (year, siren) = try Self.yearAndSIREN(items, parameters)
        let spool = try Spool()
        try spool.add(Array(FECWriter.description(siren, year: year, crous: service.crous?.text ?? "").utf8)[...])
        let digest = spool.finish().description
        let headers: HTTPFields = [
            .contentType: "text/plain; charset=utf-8", .eTag: "\"\(digest)\"", .acceptRanges: "bytes",
            .contentDisposition: "attachment; filename=\"\(FECWriter.descriptionFileName(siren, year: year))\"",
            .contentSHA256: digest,
        ]
        return try await Self.answer(request, spool, headers) {}
    }

    private static func yearAndSIREN(
        _ items: QueryItems, _ parameters: Parameters
    ) throws -> (year: Int, siren: SIREN) {
        guard let year = Int(try Self.parameter("year", parameters)), (2000...2099).contains(year) else {
            throw Problem(
                .notFound, "NOT_FOUND", detail: "The path holds no year.", remedy: "Give a year from 2000 to 2099.")
        }
        guard let text = items["siren"] else { throw Problem.missingParameter("siren") }
        guard let siren = SIREN(text) else {
            throw Problem.invalidParameter("siren", "Give nine digits, the last of them a check digit.")
        }
        return (year, siren)
    }

    /// A list or an account as a table: the bytes that `quittance export table` writes.
    func exportTable(_ request: Request, _ parameters: Parameters) async throws -> Response {
        let actor = try tokens.authenticate(request, for: .read)
        guard let name = TableName(rawValue: try Self.parameter("name", parameters)) else {
            throw Problem(
                .notFound, "NOT_FOUND", detail: "There is no such table.",
                remedy: "Use one of: \(TableName.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let items = try QueryItems(
            request,
            allowing: ["as_of", "known_at", "french", "ndjson", "json"] + (name.isOfMonth ? ["month"] : [])
                + (name.isOfPeriod ? ["from"] : []))
        let month = try Question.month(items)
        if name.isOfMonth, month == nil { throw Problem.missingParameter("month") }
        let from = try Question.day("from", items)
        let last = try Question.day("as_of", items) ?? month?.last ?? service.today
        if let from, last < from {
            throw Problem.invalidParameter("as_of", "Give a day that is not before `from`.")
        }
        let (isNDJSON, isJSON, isFrench) = (
            try items.flag("ndjson"), try items.flag("json"), try items.flag("french")
        )
        guard [isNDJSON, isJSON, isFrench].count(where: { $0 }) < 2 else {
            throw Problem.invalidParameter("json", "Give one of `french`, `ndjson` and `json`.")
        }
        let table = TableRequest(
            name, from: from, asOf: last, month: month,
            form: isNDJSON || isJSON ? .ndjson : .delimited(isFrench ? .french : .standard), isArray: isJSON)
        let period = (month.map { "\($0)" } ?? from.map { "\($0)_\(last)" } ?? "\(last)")
        let answer = ExportAnswer(
            name: "quittance_\(name.rawValue)_\(period).\(isJSON ? "json" : isNDJSON ? "ndjson" : "csv")",
            mediaType: isJSON
                ? "application/json" : isNDJSON ? "application/x-ndjson" : "text/csv; charset=utf-8", table.settings)
        return try await export(request, items, answer, by: actor) { known, spool in
            let failures = try await service.write(table, knownAt: known) { try spool.add($0) }
            guard failures.isEmpty else { throw Problem.incomplete(failures) }
        }
    }

    private func export(
        _ request: Request, _ items: QueryItems, _ answer: ExportAnswer, by actor: Actor, _ books: BooksRequest,
        _ writer: any BookWriter
    ) async throws -> Response {
        try await export(request, items, answer, by: actor) { known, spool in
            _ = try await service.books(
                books, knownAt: .position(known.number), as: writer, progress: { _, _ in }, { try spool.add($0) })
        }
    }

    /// A file: a function of the log position and the settings, which are its ETag. Who gets its bytes is recorded.
    ///
    /// - Parameter write: writes the whole file, from what the log knew at a position.
    func export(
        _ request: Request, _ items: QueryItems, _ answer: ExportAnswer, by actor: Actor,
        _ write: (Position, Spool) async throws -> Void
    ) async throws -> Response {
        let known = try await service.exportMoment(try Question.knownAt("known_at", items) ?? .head)
        let position = known.position
        let tag = "\"\(SHA256.hash(Array("\(answer.settings.text)\(position)".utf8)))\""
        var headers: HTTPFields = [
            .contentType: answer.mediaType, .eTag: tag, .acceptRanges: "bytes",
            .contentDisposition: answer.disposition, .logPosition: "\(position)",
        ]
        if let unchanged = Self.unchanged(request, headers) { return unchanged }
        let spool = try Spool()
        try await write(position, spool)
        let digest = spool.finish()
        headers[.contentSHA256] = digest.description
        return try await Self.answer(request, spool, headers) {
            _ = try await service.record(BooksExport(answer.settings, knownAt: position, file: digest), by: actor)
        }
    }

    /// The answer to whoever has the file already.
    ///
    /// - Parameter isMade: whether there is a file: until then only its tag says that somebody has it.
    private static func unchanged(_ request: Request, _ headers: HTTPFields, isMade: Bool = false) -> Response? {
        guard let tag = headers[.eTag], let asked = request.headers[.ifNoneMatch].flatMap(EntityTags.init) else {
            return nil
        }
        switch asked {
        case .any: if !isMade { return nil }
        case .listed(let tags): if !tags.contains(tag[...]) { return nil }
        }
        return Response(status: .notModified, headers: headers)
    }

    /// The part of a file that was asked for, or all of it.
    ///
    /// - Parameter give: called before bytes are given.
    private static func answer(
        _ request: Request, _ spool: Spool, _ headers: HTTPFields, _ give: () async throws -> Void
    ) async throws -> Response {
        if let unchanged = unchanged(request, headers, isMade: true) { return unchanged }
        var headers = headers
        let size = spool.size
        let isSame = request.headers[.ifRange].map { $0 == headers[.eTag] } ?? true
        let range = isSame ? ByteRange.asked(request.headers[.range], of: size) : .whole
        if case .unsatisfiable = range { throw Problem.unsatisfiable(size) }
        if request.method != .head { try await give() }
        guard case .part(let part) = range else {
            return Response(
                status: .ok, headers: headers, body: Self.body(spool, ByteRange(start: 0, end: size)))
        }
        headers[.contentRange] = "bytes \(part.start)-\(part.end - 1)/\(size)"
        return Response(status: .partialContent, headers: headers, body: Self.body(spool, part))
    }

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

/// What a file is called, what it is, and what it depends on beside the log position.
struct ExportAnswer {
    let name: String
    let mediaType: String
    let settings: ExportSettings

    var disposition: String { "attachment; filename=\"\(name)\"" }

    init(name: String, mediaType: String, _ settings: ExportSettings) {
        self.name = name
        self.mediaType = mediaType
        self.settings = settings
    }
}

extension Problem {
    /// A part that a file of `size` bytes does not have.
    fileprivate static func unsatisfiable(_ size: Int64) -> Problem {
        var problem = Problem(
            .rangeNotSatisfiable, "RANGE_NOT_SATISFIABLE", field: "Range",
            detail: "The file has \(size) bytes, and none of those asked for.",
            remedy: "Ask for bytes that it has, or leave Range out.")
        problem.headers[.contentRange] = "bytes */\(size)"
        return problem
    }

    /// A file that would leave contracts out is not given: its bytes would depend on more than its settings say.
    fileprivate static func incomplete(_ failures: [BillingReport.Failure]) -> Problem {
        let first = failures.first.map { "\($0.contract), \($0.error.message)" } ?? ""
        return Problem(Rejection(.noTariff, "\(failures.count) contracts cannot be written: \(first)"))
    }
}
