import LedgerValues

/// The language of what this run says about refusals; `--lang`, else the locale of the environment, else English.
enum Speech {
    @TaskLocal static var language = Language.english

    /// Takes `--lang CODE` out of the arguments, wherever it stands, so that every command has it.
    ///
    /// - Throws: ``Diagnosis`` for a language that nobody here speaks.
    static func choose(
        _ arguments: [String], environment: [String: String]
    ) throws -> (language: Language, rest: [String]) {
        var rest: [String] = []
        var asked: String?
        var remaining = arguments[...]
        while let argument = remaining.popFirst() {
            if argument == "--" {
                rest += [argument] + remaining
                break
            } else if argument == "--lang" {
                asked = remaining.popFirst() ?? ""
            } else if argument.hasPrefix("--lang=") {
                asked = String(argument.dropFirst("--lang=".count))
            } else {
                rest.append(argument)
            }
        }
        guard let asked else { return (language(of: environment), rest) }
        guard let language = Language(rawValue: asked) else {
            let known = Language.allCases.map(\.rawValue).joined(separator: ", ")
            throw Diagnosis(.badInput, "'\(asked)' is no language: give one of \(known)")
        }
        return (language, rest)
    }

    /// By the variables that POSIX names, the first that is set.
    private static func language(of environment: [String: String]) -> Language {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return Language(rawValue: String((locale ?? "").prefix(2))) ?? .english
    }
}
