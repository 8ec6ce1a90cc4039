import EventCodecs
import EventLog
import Projections
import ResidenceRules

/// The read rows of contracts, which the store keeps without knowing what they say.
enum ContractRows {
    /// Of the shape of a row and of the code that folds it. Whoever changes what a row of an event says counts on, and every
    /// ledger makes its rows anew (`Tests/LedgerApplicationTests/Rows` tells when).
    static let version = 1
    /// The contracts whose rows are made before a command that came meanwhile has its turn.
    static let pageSize = 50
}

extension ContractHead {
    /// The fold of a contract's events, oldest first.
    init(folding events: [DecodedEvent]) {
        self.init()
        for event in events { apply(event.event, on: event.effectiveOn, moving: event.event.movements) }
        let isCorrected = events.contains { if case .correction = $0.event { true } else { false } }
        if isCorrected { refile(ContractState(events).facts) }
    }
}

extension EventStoreReader {
    /// Whether the stored read rows are those that this program would write.
    var hasCurrentRows: Bool {
        get throws { try rowsVersion() == ContractRows.version }
    }
}

extension Sequencer {
    /// Whether stored rows may be used; where they are those of other code, none is, and new ones stand beside them.
    ///
    /// Called before anything is written.
    static func prepareRows(_ log: LogWriter<Store>) throws -> Bool {
        if try log.reader.hasCurrentRows { return true }
        try log.beginRows()
        guard try log.reader.streams(withPrefix: Streams.contractPrefix, after: nil, limit: 1).isEmpty else {
            return false
        }
        try log.switchRows(to: ContractRows.version)
        return true
    }

    /// Begins to make the rows anew; until ``finishRebuild()`` every head is folded from its events.
    mutating func beginRebuild() throws {
        rowsAreCurrent = false
        try log.beginRows()
    }

    /// Makes the rows of the next contracts, by name; nil when there was none left.
    mutating func rebuildPage(after cursor: StreamName?) throws -> (last: StreamName, contracts: Int)? {
        let names = try log.reader.streams(
            withPrefix: Streams.contractPrefix, after: cursor, limit: ContractRows.pageSize
        ).map(\.name)
        for name in names {
            let events = try log.stream(name).map { try DecodedEvent($0) }
            try log.insertRow(of: name, ContractHeadCodec.encode(ContractHead(folding: events)))
        }
        return names.last.map { ($0, names.count) }
    }

    /// Puts the new rows in the place of the old ones, in one transaction; a row that nothing reads is emptied.
    mutating func finishRebuild() throws {
        var after: StreamName?
        while true {
            let page = try log.reader.streams(withPrefix: "", after: after, limit: 500)
            guard let last = page.last else { break }
            for (name, head) in page where Streams.contract(of: name) == nil && !head.row.isEmpty {
                try log.insertRow(of: name, [])
            }
            after = last.name
        }
        try log.switchRows(to: ContractRows.version)
        rowsAreCurrent = true
    }
}
