import EventLog
import HTTPTypes
import LedgerApplication
import LedgerValues
import NIOCore

/// Commands of one bulk request that wait to be submitted together, and their answers in the order of the lines.
struct CommandBatch {
    private enum Entry {
        /// With its text, in which the place of a refusal is looked up.
        case command([UInt8])
        case refused(Problem)
    }

    private let service: any LedgerService
    private let actor: Actor
    private let dryRun: Bool
    private let language: Language
    private var line = 0
    private var entries: [(line: Int, entry: Entry)] = []
    private var requests: [CommandRequest] = []

    init(_ service: any LedgerService, actor: Actor, dryRun: Bool, in language: Language) {
        self.service = service
        self.actor = actor
        self.dryRun = dryRun
        self.language = language
    }

    var count: Int { entries.count }

    /// Takes the next line; an empty one is counted and not answered.
    mutating func add(_ text: LineSplitter.Line) {
        line += 1
        switch text {
        case .tooLong(let column):
            let limit = RequestLimits.commandBytes
            var problem = Problem.bodyTooLarge(limit)
            problem.place = TextPlace(offset: limit, line: line, column: column)
            entries.append((line, .refused(problem)))
        case .text(let bytes):
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return }
            do throws(RequestError) {
                requests.append(
                    try CommandJSON.decode(
                        bytes, actor: actor, key: nil, keyInBody: true, expectedVersion: nil, dryRun: dryRun))
                entries.append((line, .command(bytes)))
            } catch {
                entries.append((line, .refused(Problem(error, onLine: line))))
            }
        }
    }

    /// Submits what waits and answers it, one line of NDJSON each.
    mutating func submit() async -> ByteBuffer {
        let results = requests.isEmpty ? [] : await service.execute(requests)
        var writer = JSONWriter(capacity: 256 * entries.count)
        var next = results.makeIterator()
        for (line, entry) in entries {
            switch entry {
            case .refused(let problem): problem.write(to: &writer, in: language, line: line)
            case .command(let text):
                switch next.next() {
                case .success(let answer)?: answer.write(to: &writer, in: language, line: line)
                case .failure(let error)?:
                    Problem(Problem.placed(error, in: text, keyInBody: true), onLine: line).write(
                        to: &writer, in: language, line: line)
                case nil: Problem(LedgerError.stopped).write(to: &writer, in: language, line: line)
                }
            }
            writer.endLine()
        }
        entries.removeAll(keepingCapacity: true)
        requests.removeAll(keepingCapacity: true)
        return writer.buffer
    }
}

extension CommandAnswer {
    fileprivate func write(to writer: inout JSONWriter, in language: Language, line: Int) {
        writer.object { writer in
            writer.member("line", line)
            writer.member("status", status.code)
            writer.key("answer")
            write(to: &writer, in: language)
        }
    }
}

extension Problem {
    /// The problem of a line: its place is one of the whole body.
    fileprivate init(_ error: any Error, onLine line: Int) {
        self.init(error)
        place = place?.onLine(line)
    }

    fileprivate func write(to writer: inout JSONWriter, in language: Language, line: Int) {
        writer.object { writer in
            writer.member("line", line)
            writer.member("status", status.code)
            writer.key("problem")
            write(to: &writer, in: language)
        }
    }
}
