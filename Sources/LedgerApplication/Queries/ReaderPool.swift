import EventLog
import Foundation
import Synchronization

/// Readers of the durable log, lent where a short question is asked.
///
/// A question about one contract reads a few pages that are in memory; handing it to another thread and back costs more
/// than it, and much more when the processors are busy. A file of the accounts has as many readers as there are processors, for
/// a tenth of a second each; with as many again nobody waits for one.
final class ReaderPool<Reader: EventStoreReader>: Sendable {
    private final class Slot: Sendable {
        let reader: Mutex<Reader?>

        init(_ reader: sending Reader) { self.reader = Mutex(reader) }
    }

    private let slots: [Slot]

    init(make: () throws -> sending Reader) rethrows {
        slots = try (0..<2 * ProcessInfo.processInfo.activeProcessorCount).map { _ in Slot(try make()) }
    }

    /// Runs `body` with a reader that nobody else uses meanwhile.
    ///
    /// - Throws: ``LedgerError/stopped`` after ``close()``, and what `body` throws.
    func lend<Value: Sendable>(_ body: @Sendable (Reader) throws -> Value) throws -> Value {
        for slot in slots.dropLast() {
            if let value = try slot.reader.withLockIfAvailable({ try Self.use(&$0, body) }) { return value }
        }
        return try slots[slots.count - 1].reader.withLock { try Self.use(&$0, body) }
    }

    private static func use<Value: Sendable>(
        _ reader: inout Reader?, _ body: @Sendable (Reader) throws -> Value
    ) throws -> Value {
        guard let reader else { throw LedgerError.stopped }
        return try body(reader)
    }

    /// Lets the readers go; whoever uses one finishes first.
    func close() {
        for slot in slots { slot.reader.withLock { $0 = nil } }
    }
}
