import EventLog
import ResidenceRules

/// The cases of a choice by the bytes of their stored names, for what every payment says.
struct ChoiceNames<Choice: RawRepresentable & CaseIterable & Sendable>: Sendable where Choice.RawValue == String {
    private let rows = Choice.allCases.map { (name: Array($0.rawValue.utf8), choice: $0) }

    func choice(ascii name: UnsafeBufferPointer<UInt8>) -> Choice? {
        for row in rows where name.holds(row.name) { return row.choice }
        return nil
    }
}

extension Means {
    static let names = ChoiceNames<Means>()
}

extension Payer {
    static let names = ChoiceNames<Payer>()
}
