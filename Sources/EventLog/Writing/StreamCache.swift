/// The durable versions of the streams used last, at most twice `generationSize` of them.
///
/// Two generations instead of a list in order of use: a stream that is used moves to the young generation, and when that
/// is full the old one is dropped whole.
struct StreamCache {
    struct Entry {
        var version: Int
        var lastPosition: Position
    }

    private let generationSize: Int
    private var young: [StreamName: Entry] = [:]
    private var old: [StreamName: Entry] = [:]

    init(generationSize: Int) {
        precondition(generationSize > 0)
        self.generationSize = generationSize
    }

    mutating func entry(_ name: StreamName) -> Entry? {
        if let entry = young[name] { return entry }
        guard let entry = old[name] else { return nil }
        store(entry, for: name)
        return entry
    }

    mutating func store(_ entry: Entry, for name: StreamName) {
        if young.count >= generationSize, young[name] == nil {
            old = young
            young = [:]
        }
        young[name] = entry
    }
}
