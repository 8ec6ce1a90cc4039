import HTTPTypes
import Hummingbird
import LedgerValues

extension Request {
    /// The language that the caller likes best.
    var language: Language { head.language }
}

extension HTTPRequest {
    /// The language that the caller likes best of those there are; English where it does not say (RFC 9110 §12.5.4).
    var language: Language {
        guard let wishes = headerFields.text(.acceptLanguage) else { return .english }
        var best = (language: Language.english, weight: 0)
        for wish in wishes.split(separator: ",") {
            let parts = wish.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard let tag = parts.first, let language = Language(tag: tag) else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Self.thousandths($0.dropFirst(2)) }
            if weight ?? 1_000 > best.weight { best = (language, weight ?? 1_000) }
        }
        return best.language
    }

    /// `0.8` as 800; nought for what is no weight.
    private static func thousandths(_ text: Substring) -> Int {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int(parts[0]), (0...1).contains(whole) else { return 0 }
        let digits = parts.count == 2 ? String((parts[1] + "000").prefix(3)) : "000"
        return min(whole * 1_000 + (Int(digits) ?? 0), 1_000)
    }
}

extension Language {
    /// The language of a tag such as `fr`, `fr-FR` or `en-GB`; nil for one that nobody here speaks.
    fileprivate init?(tag: String) {
        let primary = tag.prefix { $0 != "-" }
        self.init(rawValue: String(primary))
    }
}
