import Foundation
import HTTPTypes
import Hummingbird
import LedgerApplication
import LedgerValues
import ResidenceRules
import EventLog

extension LedgerAPI {
    static let json = "application/json"

    /// 200 with what was written.
    static func answer(_ writer: JSONWriter, version: Int? = nil) -> Response {
        Answer(.ok, json, writer, version: version).response
    }

    /// A segment of the path, decoded; one that cannot be is given as it stands, for no name has a percent sign.
    static func parameter(_ name: String, _ parameters: Parameters) throws(Problem) -> String {
        guard let text = parameters.get(name) else {
            throw Problem(
                .badRequest, RequestErrorCode.invalidIdentifier.rawValue, field: name,
                detail: "The path holds no such identifier.", remedy: RequestErrorCode.invalidIdentifier.remedy)
        }
        return text.removingPercentEncoding ?? text
    }
}

extension JSONWriter {
    /// The two clocks of the answer (design 3.1).
    mutating func echo(asOf day: CalendarDate, _ knowledge: Knowledge) {
        member("as_of", day)
        object("known_at") { knowledge.writeMembers(to: &$0) }
    }

    /// Why a schedule cannot be computed, in the words of a refusal.
    mutating func members(of error: ScheduleError) {
        switch error {
        case .noTariff(let row, let day):
            member("code", RejectionCode.noTariff.rawValue)
            member("detail", error.message)
            member("row", row.text)
            member("on", day)
            member("rule", RejectionCode.noTariff.rule)
            member("remedy", RejectionCode.noTariff.remedy)
        }
    }
}

extension Knowledge {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("position", position.number)
        writer.member("recorded_at", recordedAt)
    }
}
