import EventLog
import Exports
import LedgerApplication
import LedgerValues
import ResidenceRules

extension WholeList {
    /// Says which contracts are missing from the list, and ends with the status for it.
    func requireComplete() throws {
        guard !failures.isEmpty else { return }
        for failure in failures { Console.complain("left out: \(failure.contract), \(failure.error.message)") }
        throw Diagnosis(.found, "the list leaves out \(Counted.text(failures.count, "contract"))")
    }

    /// `as of 31/10/2026, known at position 12 (…)`.
    var moment: String { "as of \(FrenchText.day(asOf)), \(knowledge.sentence)" }
}
