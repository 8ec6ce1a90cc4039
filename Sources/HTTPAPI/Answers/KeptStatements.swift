import LedgerApplication
import LedgerValues
import Synchronization

/// The members of the statements that were written last, by contract and day: who asks again while nothing of it changed is
/// answered without another fold.
///
/// What is kept is bounded: statements move from the newer half to the older one when the newer is full, and what nobody
/// asked for meanwhile is let go.
final class KeptStatements: Sendable {
    struct Kept: Sendable {
        let basis: StatementBasis
        let version: Int
        let members: [UInt8]
    }

    private struct Question: Hashable {
        let contract: ContractID
        let day: CalendarDate
    }

    private struct Halves {
        var newer: [Question: Kept] = [:]
        var older: [Question: Kept] = [:]
        /// The bytes of the newer half.
        var bytes = 0
    }

    /// The bytes of one half.
    private static let mostBytes = 512 << 10

    private let halves = Mutex(Halves())

    subscript(contract: ContractID, day: CalendarDate) -> Kept? {
        get {
            let question = Question(contract: contract, day: day)
            return halves.withLock { halves in
                if let kept = halves.newer[question] { return kept }
                guard let kept = halves.older[question] else { return nil }
                Self.keep(kept, question, &halves)
                return kept
            }
        }
        set {
            guard let newValue, newValue.members.count <= Self.mostBytes else { return }
            halves.withLock { Self.keep(newValue, Question(contract: contract, day: day), &$0) }
        }
    }

    private static func keep(_ kept: Kept, _ question: Question, _ halves: inout Halves) {
        if halves.bytes + kept.members.count > mostBytes {
            halves.older = halves.newer
            halves.newer = [:]
            halves.bytes = 0
        }
        halves.bytes += kept.members.count - (halves.newer.updateValue(kept, forKey: question)?.members.count ?? 0)
    }
}
