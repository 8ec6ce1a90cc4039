import ArgumentParser
import LedgerValues

/// Whether an answer for people gives the rules behind its lines, in the language of the run.
struct ExplanationOptions: ParsableArguments {
    @Flag(help: "Give the rules and the figures behind each line; --lang fr gives them in French.")
    var explain = false

    /// The language; nil when nothing is to be explained.
    var language: Language? { explain ? Speech.language : nil }
}
