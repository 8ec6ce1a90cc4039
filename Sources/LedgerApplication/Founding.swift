import EventCodecs
public import EventLog
public import LedgerValues
import ResidenceRules

/// Opens the ledger of a Crous in an empty store: the first append of its log.
public enum Founding {
    /// The day from which the readings recorded at the founding are in force.
    public static let policiesFrom = CalendarDate(dayNumber: 0)

    /// Records the Crous, the schemas and a value for every policy, in one append (design 3.9, 4).
    ///
    /// - Parameter key: the key that will sign the log's checkpoints; nil for a log that nobody signs.
    /// - Throws: ``LedgerError/alreadyFounded`` when the log holds an event.
    public static func found(
        _ store: some EventStore, crous: Code, key: NoteVerifier? = nil, by actor: Actor,
        clock: @escaping () -> Instant
    ) throws {
        var sequencer = try Sequencer(store, cachedContracts: 1, clock: clock)
        guard sequencer.log.lastPosition == nil else { throw LedgerError.alreadyFounded }
        let day = ParisTime.day(of: clock())
        let opening = LedgerOpening(crous: crous, key: key.map(CheckpointKey.init(_:)))
        let opened = sequencer.draft(.opened(opening), in: .ledger, on: day)
        _ = try sequencer.append([opened], expecting: [(.ledger, .absent)], heads: [], by: Authorship(actor: actor))
        try sequencer.registerMissing(by: actor)
        try sequencer.log.commit()
    }
}

extension Sequencer {
    /// Records what this binary writes under and the log does not know yet: schemas, and policies that are new.
    mutating func registerMissing(by actor: Actor = .system) throws {
        let day = known.openedOn ?? Founding.policiesFrom
        let schemas = EventSchema.all.filter { !known.knows($0) }.map { schema in
            draft(
                .schemaRegistered(type: schema.kind.rawValue, version: schema.version, hash: schema.hash),
                in: .ledger, on: day)
        }
        let policies = PolicyKey.allCases.filter { known.context.policies.lastAdoption(of: $0) == nil }.map { key in
            draft(
                .ledger(.policyAdopted(key, key.initialValue, from: Founding.policiesFrom)), in: .ledger, on: day)
        }
        guard !schemas.isEmpty || !policies.isEmpty else { return }
        _ = try append(schemas + policies, expecting: [], heads: [], by: Authorship(actor: actor))
    }
}

extension Actor {
    /// The product itself.
    public static let system: Actor = {
        guard let actor = Actor("quittance") else { preconditionFailure("a valid name") }
        return actor
    }()
}
