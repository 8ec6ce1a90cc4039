import HTTPTypes
import LedgerApplication
import ResidenceRules
import EventLog
import LedgerValues

extension CommandAnswer {
    /// 201 when something was recorded; 202 when what was recorded is money whose use a rule refuses; 200 when nothing
    /// new was, in a dry run or for a key used before.
    var status: HTTPResponse.Status {
        if dryRun || repeated { return .ok }
        return refusal == nil ? .created : .accepted
    }

    func write(to writer: inout JSONWriter, in language: Language) {
        writer.object { writer in
            writer.member("contract", contract?.text)
            writer.member("version", version.map { Int64($0) })
            writer.member("recorded_at", recordedAt)
            writer.array("events", events) { writer, event in
                writer.object { writer in
                    writer.member("position", event.position?.number)
                    writer.member("type", event.type)
                    writer.member("leaf_hash", event.leafHash)
                }
            }
            writer.key("refusal")
            if let refusal { refusal.write(to: &writer, in: language) } else { writer.null() }
            writer.member("repeated", repeated)
            writer.member("dry_run", dryRun)
        }
    }

    func answer(in language: Language) -> Answer {
        var writer = JSONWriter()
        write(to: &writer, in: language)
        var answer = Answer(status, LedgerAPI.json, writer, version: version)
        if refusal != nil { answer.headers[.contentLanguage] = language.rawValue }
        return answer
    }
}

extension Rejection {
    func write(to writer: inout JSONWriter, in language: Language) {
        let words = explanation(in: language)
        writer.object { writer in
            writer.member("code", code.rawValue)
            writer.member("detail", words.sentence)
            writer.member("rule", code.rule)
            writer.member("remedy", words.remedy)
        }
    }
}
