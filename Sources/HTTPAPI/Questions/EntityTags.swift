/// What `If-None-Match` asks for (RFC 9110 §13.1.2).
enum EntityTags: Hashable {
    /// Any version at all.
    case any
    /// The quoted part of each tag: whether one is weak does not matter here.
    case listed([Substring])

    /// Nil for what is no list of entity tags, which is to be ignored.
    init?(_ header: String) {
        if header == "*" {
            self = .any
            return
        }
        var tags: [Substring] = []
        var rest = header[...]
        while true {
            rest = rest.drop { $0 == "," || Self.isBlank($0) }
            if rest.isEmpty { break }
            if rest.hasPrefix("W/") { rest = rest.dropFirst(2) }
            guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else { return nil }
            tags.append(rest[...end])
            rest = rest[end...].dropFirst().drop(while: Self.isBlank)
            guard rest.isEmpty || rest.first == "," else { return nil }
        }
        self = .listed(tags)
    }

    private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
}
