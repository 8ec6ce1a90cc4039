import ArgumentParser
import EventLog
import LedgerApplication
import SQLiteStore

/// `quittance record`
struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record the commands of a file, one JSON object a line.",
        discussion: """
            Each line is one command with its own "key"; the file can be sent again, and a line that was recorded \
            before is answered from the log. Each command is judged on its own: a refused line stops no other. Every \
            refusal is listed with its line and column, code, rule and remedy. Money that a rule refuses to use is recorded all \
            the same and kept unallocated.

            With --dry-run the file is rehearsed on a copy of the ledger that is thrown away, so that each line sees \
            what the lines before it would have recorded; this works beside a server too.

            EXAMPLE
              {"command":"hand-over-keys","contract":"7f3a","key":"0198c5d2-…","on":"2026-09-01"}

              quittance record commands.ndjson --dry-run
              quittance record - < commands.ndjson

            EXIT CODES  0 recorded; 1 a line was refused; 2 a line is no command; 3 the ledger is unusable
            """)

    private struct Line {
        let number: Int
        let text: [UInt8]
        let request: Result<CommandRequest, RequestError>
    }

    /// Commands that share commits, at most.
    private static let groupSize = 1_000

    @Argument(help: "The file of commands, or - for standard input.")
    var file: String

    @Flag(help: "Rehearse on a copy and record nothing.")
    var dryRun = false

    @Flag(help: "Answer in JSON, one object a command with its receipts and one for the sums.")
    var json = false

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let actor = try author.parsed()
        let lines = try LineReader(file)
        let status =
            dryRun
            ? try await place.folder.rehearsing { try await record(lines, in: $0, by: actor) }
            : try await place.folder.writing { try await record(lines, in: $0, by: actor) }
        if status != .done { throw Diagnosis.silent(status) }
    }

    private func record(
        _ source: LineReader, in ledger: Ledger<SQLiteStore>, by actor: Actor
    ) async throws -> ExitStatus {
        var source = source
        var report = RecordingReport(json: json)
        let progress = Progress("lines")
        var group: [Line] = []
        while let bytes = try source.next() {
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            group.append(Line(number: source.number, text: bytes, request: Self.request(bytes, by: actor)))
            if group.count == Self.groupSize {
                try await flush(&group, in: ledger, &report)
                progress.reach(Int64(source.number))
            }
        }
        try await flush(&group, in: ledger, &report)
        progress.end()
        try report.summarise(dryRun: dryRun, head: await ledger.treeHead())
        return report.status
    }

    private static func request(_ line: [UInt8], by actor: Actor) -> Result<CommandRequest, RequestError> {
        do throws(RequestError) {
            return .success(
                try CommandJSON.decode(
                    line, actor: actor, key: nil, keyInBody: true, expectedVersion: nil, dryRun: false))
        } catch {
            return .failure(error)
        }
    }

    /// Carries out a group and reports its lines in their order.
    private func flush(
        _ group: inout [Line], in ledger: Ledger<SQLiteStore>, _ report: inout RecordingReport
    ) async throws {
        var results = await ledger.execute(group.compactMap { try? $0.request.get() })[...]
        for line in group {
            switch line.request {
            case .success: if let result = results.popFirst() { try report.add(result, line: line.number, line.text) }
            case .failure(let error): try report.add(error, line: line.number)
            }
        }
        group.removeAll(keepingCapacity: true)
    }
}
