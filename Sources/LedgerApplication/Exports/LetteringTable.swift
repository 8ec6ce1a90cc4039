import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// The letters of every entry by log position: eight bytes an event, whatever its size.
struct LetteringTable {
    /// One more than the index of the letter; 0 without one.
    private var letters: [UInt32]
    private var days: [Int32]
    private(set) var failures: [ContractID] = []

    init(events: Int64) {
        letters = [UInt32](repeating: 0, count: Int(events) + 1)
        days = [Int32](repeating: 0, count: Int(events) + 1)
    }

    subscript(position: Position) -> Lettering.Mark? {
        let place = Int(position.number)
        guard letters[place] > 0 else { return nil }
        return Lettering.Mark(index: Int(letters[place]) - 1, on: CalendarDate(dayNumber: days[place]))
    }

    /// Letters the account of a contract as it stands on the first of `candidates` that tariffs reach.
    mutating func add(
        _ id: ContractID, _ state: ContractState, asOf candidates: [CalendarDate], _ context: RuleContext
    ) {
        for day in candidates {
            guard let statement = try? ContractStatement(state, asOf: day, context) else { continue }
            for (position, mark) in Lettering(state, statement).marks {
                letters[Int(position)] = UInt32(mark.index) + 1
                days[Int(position)] = mark.on.dayNumber
            }
            return
        }
        failures.append(id)
    }
}
