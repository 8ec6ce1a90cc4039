import EventCodecs
import EventLog
import LedgerValues
import Projections
import ResidenceRules

/// The texts behind the digests of a seal (docs/log-format.md): lines of canonical JSON, each with a line feed.
struct BooksDigest {
    private var writer = CanonicalJSONWriter()
    private var text: [UInt8] = []
    private(set) var items: Int64 = 0
    private(set) var open = Money.zero

    /// The accounts that moved, by number.
    static func of(_ balance: TrialBalance) -> Digest {
        var digest = BooksDigest()
        for moved in balance.moved.sorted(by: { $0.account.number < $1.account.number }) {
            digest.line { writer in
                writer.key("account")
                writer.string(moved.account.number)
                writer.key("credit_cents")
                writer.integer(moved.row.credit.cents)
                writer.key("debit_cents")
                writer.integer(moved.row.debit.cents)
            }
        }
        return digest.hash
    }

    /// Adds the lines of a contract that were charged and are not paid, in the order of its statement.
    mutating func add(_ statement: ContractStatement, of contract: ContractID) {
        for line in statement.lines where line.open != .zero {
            guard let position = line.position else { continue }
            items += 1
            open += line.open
            self.line { writer in
                writer.key("contract")
                writer.string(contract.text)
                if let due = line.charge.dueOn {
                    writer.key("due_on")
                    writer.date(due)
                }
                writer.key("open_cents")
                writer.integer(line.open.cents)
                writer.key("position")
                writer.integer(position)
            }
        }
    }

    /// Adds a contract whose statement cannot be made.
    mutating func addIncomplete(_ contract: ContractID) {
        line { writer in
            writer.key("contract")
            writer.string(contract.text)
            writer.key("incomplete")
            writer.bool(true)
        }
    }

    var hash: Digest { SHA256.hash(text) }

    private mutating func line(_ members: (inout CanonicalJSONWriter) -> Void) {
        writer.reset()
        writer.beginObject()
        members(&writer)
        writer.endObject()
        text += writer.bytes + [0x0A]
    }
}
