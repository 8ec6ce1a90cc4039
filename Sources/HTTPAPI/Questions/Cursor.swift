import EventLog
import Foundation
import LedgerValues

/// Where a page of a list ended, with everything the list was filtered by.
struct Cursor: Hashable {
    /// Which list, with the part of its path that chooses it, such as `caf/2026-10`.
    let list: String
    let asOf: CalendarDate
    /// The position up to which the log spoke.
    let known: Int64
    let after: String

    init(list: String, asOf: CalendarDate, known: Int64, after: String) {
        self.list = list
        self.asOf = asOf
        self.known = known
        self.after = after
    }

    /// Nil when `text` is none of ours.
    init?(_ text: String) {
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard text.utf8.count <= 512, let data = Data(base64Encoded: base64) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == Self.version, let day = CalendarDate(parts[2]), Question.days.contains(day),
            let known = Int64(parts[3]), known > 0
        else { return nil }
        self.init(list: String(parts[1]), asOf: day, known: known, after: String(parts[4]))
        // Base64 has several spellings of one text, and a text cut short may still be one: only ours is taken.
        guard self.text == text else { return nil }
    }

    /// In base64url without padding.
    var text: String {
        Data("\(content) \(checksum)".utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private var content: String { "\(Self.version) \(list) \(asOf) \(known) \(after)" }

    /// What a cursor that was cut, or put together by hand, does not have; no secret, for a cursor opens nothing.
    private var checksum: Substring { SHA256.hash(Array(content.utf8)).description.prefix(12) }

    private static let version = "2"
}
