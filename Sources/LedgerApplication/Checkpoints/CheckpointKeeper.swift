public import EventLog
import Foundation
import Synchronization

/// Signs what is durable and keeps the last checkpoint outside the store (design 3.5).
///
/// A checkpoint is signed after the commit, on a thread of its own, at most once in an interval and when the ledger stops:
/// nobody's answer waits for one. What was signed last is compared with the log before anything is written to it.
public final class CheckpointKeeper: Sendable {
    private struct State {
        var last: SignedCheckpoint
        var waiting: TreeHead?
        var isStopped = false
        var isRunning = false
    }

    private let signer: NoteSigner
    private let write: @Sendable ([UInt8]) throws -> Void
    private let milliseconds: Int
    private let state: Mutex<State>
    private let wake = DispatchSemaphore(value: 0)
    private let pause = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)

    /// Goes on after the checkpoint `last`.
    ///
    /// - Parameters:
    ///   - signer: the key of the log, whose name is the log's origin.
    ///   - milliseconds: the shortest time between two checkpoints.
    ///   - write: makes the bytes of a note durable in the place of the one before.
    /// - Throws: ``CheckpointFault`` when `last` is not a checkpoint of the log, signed by its key.
    public init(
        signer: NoteSigner, last: SignedNote, milliseconds: Int = 1_000,
        write: @escaping @Sendable ([UInt8]) throws -> Void
    ) throws {
        let last = try SignedCheckpoint(last, by: signer.verifier)
        self.signer = signer
        self.write = write
        self.milliseconds = milliseconds
        state = Mutex(State(last: last))
    }

    /// The checkpoint of `head` under `signer`'s name.
    public static func note(of head: TreeHead, by signer: NoteSigner) -> SignedNote {
        guard let checkpoint = Checkpoint(origin: signer.verifier.name, size: head.size, root: head.root) else {
            preconditionFailure("the name of a key is an origin, and no tree has a negative size")
        }
        return checkpoint.signed(by: signer)
    }

    /// The checkpoint that was kept last.
    public var last: SignedCheckpoint { state.withLock { $0.last } }

    /// Compares the log with what was signed last; throws ``CheckpointFault`` and what reading throws.
    func check(_ reader: some EventStoreReader) throws {
        try last.checkpoint.check(reader)
    }

    /// Starts the thread; `onFailure` is called once when a checkpoint cannot be kept: the disk is then not to be trusted.
    func start(onFailure: @escaping @Sendable (String) -> Void) {
        state.withLock { $0.isRunning = true }
        let thread = Thread { [self] in
            do { try run() } catch { onFailure(String(describing: error)) }
            state.withLock { $0.isRunning = false }
            finished.signal()
        }
        thread.name = "ledger-checkpoints"
        thread.start()
    }

    /// Takes the head of the durable log; costs its caller no more than a lock.
    func offer(_ head: TreeHead) {
        let isFirst = state.withLock { state in
            guard head.size > state.last.checkpoint.size else { return false }
            defer { state.waiting = head }
            return state.waiting == nil
        }
        if isFirst { wake.signal() }
    }

    /// Keeps a checkpoint of what was offered last, then ends the thread; blocks until it has ended.
    func stop() {
        let isRunning = state.withLock { state in
            state.isStopped = true
            return state.isRunning
        }
        guard isRunning else { return }
        pause.signal()
        wake.signal()
        finished.wait()
        finished.signal()
    }

    private func run() throws {
        while true {
            wake.wait()
            let (head, isStopped) = state.withLock { state in
                defer { state.waiting = nil }
                return (state.waiting, state.isStopped)
            }
            if let head { try keep(head) }
            if isStopped { return }
            _ = pause.wait(timeout: .now() + .milliseconds(milliseconds))
        }
    }

    /// Durable first, then shown: what anybody was given is what the next start compares with.
    private func keep(_ head: TreeHead) throws {
        let note = Self.note(of: head, by: signer)
        try write(note.bytes)
        let signed = try SignedCheckpoint(note, by: signer.verifier)
        state.withLock { $0.last = signed }
    }
}
