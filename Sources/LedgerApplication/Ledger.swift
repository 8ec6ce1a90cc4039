import EventCodecs
public import EventLog
import Foundation
public import LedgerValues
public import Projections
public import ResidenceRules
import Synchronization

/// One ledger over one store: a writer's thread that decides and commits in groups, and readers' threads.
public final class Ledger<Store: EventStore>: LedgerService {
    private struct Writer {
        var sequencer: Sequencer<Store>
        /// What to tell those whose commands wait for the commit that runs next.
        var waiting: [@Sendable (CommandError?) -> Void] = []
        var failure: CommandError?
        var publishedFacts = 0
    }

    private let writer: WorkerThread<Writer?>
    private let readers: [WorkerThread<Store.Reader?>]
    private let scanner: WorkerThread<Store.Reader?>
    private let turn = Mutex(0)
    private let known: Mutex<KnownContext>
    private let clock: @Sendable () -> Instant

    /// Opens the ledger that `store` holds.
    ///
    /// - Parameters:
    ///   - cachedContracts: the most contract states kept in memory, at roughly 3 KB each.
    ///   - clock: the time of recording.
    ///   - onStorageFailure: called once when the log could not be made durable; the process must then stop.
    /// - Throws: what opening the store throws; ``LedgerError/notFounded`` when the log is empty.
    public init(
        _ store: Store, cachedContracts: Int = 8_192, clock: @escaping @Sendable () -> Instant,
        onStorageFailure: @escaping @Sendable (String) -> Void
    ) throws {
        self.clock = clock
        let opened = Mutex<Result<KnownContext, any Error>?>(nil)
        let ready = DispatchSemaphore(value: 0)
        known = Mutex(KnownContext())
        writer = WorkerThread(
            name: "ledger-writer",
            makeState: {
                defer { ready.signal() }
                do {
                    var sequencer = try Sequencer(store, cachedContracts: cachedContracts, clock: clock)
                    guard sequencer.known.crous != nil else { throw LedgerError.notFounded }
                    try sequencer.registerMissing()
                    try sequencer.log.commit()
                    opened.withLock { $0 = .success(sequencer.known) }
                    return Writer(sequencer: sequencer)
                } catch {
                    opened.withLock { $0 = .failure(error) }
                    return nil
                }
            },
            between: { _ in })
        ready.wait()
        let makeReader: @Sendable () -> Store.Reader? = { try? store.makeReader() }
        readers = (1...2).map { index in
            WorkerThread(name: "ledger-reader-\(index)", makeState: makeReader, between: { _ in })
        }
        scanner = WorkerThread(name: "ledger-scanner", makeState: makeReader, between: { _ in })
        do {
            let context = try opened.withLock { try $0?.get() } ?? KnownContext()
            known.withLock { $0 = context }
        } catch {
            stop()
            throw error
        }
        _ = onStorageFailure
    }
}
