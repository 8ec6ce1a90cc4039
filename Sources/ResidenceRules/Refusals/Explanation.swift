public import LedgerValues

/// Why something is refused and what to do about it, each one sentence.
public struct Explanation: Hashable, Sendable {
    /// What the rule says.
    public let sentence: String
    /// What to do.
    public let remedy: String

    public init(_ sentence: String, _ remedy: String) {
        self.sentence = sentence
        self.remedy = remedy
    }
}

extension RejectionCode {
    /// The refusal in words; an officer of the Crous reads them as they are.
    public func explanation(in language: Language) -> Explanation {
        let english = Explanation(EnglishRefusals.sentences[rawValue] ?? "The rule \(rule) says no.", remedy)
        switch language {
        case .english: return english
        case .french: return FrenchRefusals.texts[rawValue] ?? english
        }
    }
}

extension Rejection {
    /// The refusal in words, with what was found where; figures are in cents and days as the API writes them.
    public func explanation(in language: Language) -> Explanation {
        let words = code.explanation(in: language)
        return detail.isEmpty ? words : Explanation("\(words.sentence) (\(detail))", words.remedy)
    }
}
