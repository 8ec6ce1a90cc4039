import Synchronization

/// The context at the head of the durable log, shared with the readers.
final class SharedContext: Sendable {
    private let value = Mutex(KnownContext())

    var current: KnownContext {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }
}
