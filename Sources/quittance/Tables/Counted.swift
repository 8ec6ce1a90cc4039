/// Numbers of things in English sentences.
enum Counted {
    /// `1 contract`, `2 contracts`.
    static func text(_ number: some BinaryInteger, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
