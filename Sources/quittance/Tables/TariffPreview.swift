import EventLog
import LedgerValues
import ResidenceRules

/// What publishing a file comes to, for people and programs.
struct TariffPreview {
    private let changes: [TariffChange]

    init(_ changes: [TariffChange]) { self.changes = changes }

    private var new: Int { changes.count { $0.outcome == .new } }
    private var unchanged: Int { changes.count { $0.outcome == .unchanged } }
    private var changed: [(change: TariffChange, from: CalendarDate, previous: TariffRow?)] {
        changes.compactMap { change in
            guard case .changed(let from, let previous) = change.outcome else { return nil }
            return (change, from, previous)
        }
    }

    /// `Published 149 tariff rows.`
    var summary: String {
        let published = new + changed.count
        let rest = unchanged == 0 ? "" : "\(Counted.text(unchanged, "row")) in force as before. "
        guard published > 0 else { return rest + "Nothing was recorded.\n" }
        return rest + "Published \(Counted.text(published, "tariff row")).\n"
    }

    /// Counts, and a line for each row that changes what is billed.
    var text: String {
        let count = Counted.text(changes.count, "tariff row")
        let head =
            "\(count) can be published, nothing was: \(new) new, \(changed.count) changed, \(unchanged) unchanged.\n"
        guard !changed.isEmpty else { return head }
        var table = TextTable(
            ("Row", .left), ("From", .left), ("Before", .right), ("After", .right), ("Thirtieth", .right),
            ("Corrects", .right))
        for (change, from, previous) in changed {
            table.add(
                change.row.id.text, FrenchText.day(from),
                previous.map { FrenchText.amount($0.monthly.total) } ?? "none",
                FrenchText.amount(change.row.monthly.total), FrenchText.amount(change.row.billed.thirtieth),
                change.correction.map { "position \($0.corrects)" } ?? "")
        }
        return head + "\n" + table.text
    }

    var members: [JSONObject.Member] {
        [
            JSONObject.Member(name: "rows", value: .count(changes.count)),
            JSONObject.Member(name: "new", value: .count(new)),
            JSONObject.Member(name: "unchanged", value: .count(unchanged)),
            JSONObject.Member(
                name: "changed",
                value: .list(changed) { change, from, previous in
                    .members([
                        "row": .text(change.row.id), "from_on": .day(from),
                        "before_cents": .cents(previous?.monthly.total),
                        "after_cents": .cents(change.row.monthly.total),
                        "corrects_position": change.correction.map { .integer($0.corrects) } ?? .null,
                        "reason": change.correction.map { .text($0.reason) } ?? .null,
                    ])
                }),
        ]
    }
}
