public import LedgerValues
public import ResidenceRules

/// The stable codes of requests that meet another one, or come to more than the log takes.
public enum CommandErrorCode: String, Sendable, CaseIterable {
    case eventTooLarge = "EVENT_TOO_LARGE"
    case keyReused = "KEY_REUSED"
    case versionConflict = "VERSION_CONFLICT"

    /// What says so: a section of an RFC or of a page of the documentation.
    public var rule: String {
        switch self {
        case .eventTooLarge: "log-format.md#an-event"
        case .keyReused: "commands.md#members-that-are-common"
        case .versionConflict: "RFC 9110 §13.1.1"
        }
    }

    /// The conflict in words.
    public func explanation(in language: Language) -> Explanation {
        switch (self, language) {
        case (.eventTooLarge, .english):
            Explanation("An event would have more than 65,535 bytes.", "Send less in one command.")
        case (.eventTooLarge, .french):
            Explanation("Un événement dépasserait 65 535 octets.", "Envoyez moins en une seule opération.")
        case (.keyReused, .english):
            Explanation("The key was used for another request.", "Give the new request a key of its own.")
        case (.keyReused, .french):
            Explanation("La clé a déjà servi à une autre requête.", "Donnez à la nouvelle requête une clé propre.")
        case (.versionConflict, .english):
            Explanation(
                "The contract is not at the version that the request expects.",
                "Read the events in between, then send the command with the current version.")
        case (.versionConflict, .french):
            Explanation(
                "Le contrat n'est pas à la version que la requête attend.",
                "Lisez les événements intermédiaires, puis renvoyez la commande avec la version actuelle.")
        }
    }
}
