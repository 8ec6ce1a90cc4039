/// A language in which people are told why something was refused; English where nothing else is asked for.
public enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case french = "fr"
}
