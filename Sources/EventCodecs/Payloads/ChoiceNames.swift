import ResidenceRules

/// The names of a choice of a few, by their bytes: no string is made of what is read.
///
/// It holds no reference: threads that read events at once would wait for each other to count its users.
struct ChoiceNames<Choice: RawRepresentable & CaseIterable & Sendable>: Sendable where Choice.RawValue == String {
    /// A name of 16 bytes at most, with zeros behind it.
    private struct Name: Equatable {
        var words: SIMD2<UInt64> = .zero

        /// Nil when it is longer.
        init?(_ bytes: UnsafeBufferPointer<UInt8>) {
            guard bytes.count <= 16 else { return nil }
            withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        }
    }

    private var rows = InlineArray<8, (name: Name, choice: Choice)?>(repeating: nil)

    init() {
        precondition(Choice.allCases.count <= rows.count, "a choice of more than \(rows.count)")
        for (index, choice) in Choice.allCases.enumerated() {
            let name = Array(choice.rawValue.utf8).withUnsafeBufferPointer { Name($0) }
            guard let name else { preconditionFailure("\(choice.rawValue) has more than 16 bytes") }
            rows[index] = (name, choice)
        }
    }

    func choice(ascii name: UnsafeBufferPointer<UInt8>) -> Choice? {
        guard let name = Name(name) else { return nil }
        for index in rows.indices {
            guard let row = rows[index] else { return nil }
            if row.name == name { return row.choice }
        }
        return nil
    }
}

extension Means {
    static let names = ChoiceNames<Means>()
}

extension Payer {
    static let names = ChoiceNames<Payer>()
}
