import ArgumentParser
import EventLog
import LedgerApplication
import LedgerValues

/// `quittance erase-person`
struct ErasePersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase-person",
        abstract: "Erase what is kept about a person, for ever.",
        discussion: """
            Refused while a contract that was ever linked to the person runs, while money is owed either way on one (debts, credits, deposit, \
            refunds, unallocated receipts), and for as long after the last movement as the policy person_retention says. \
            Then key, salt and ciphertext go, the person is put into the list of the erased, and `person-erased` is \
            recorded. The log keeps codes and commitments that open no more, so that every proof still verifies.

            EXAMPLE
              quittance erase-person 0f1e2d3c4b5a69788796a5b4c3d2e1f0

            EXIT CODES  0 erased; 1 refused; 2 bad usage, unknown or erased person; 3 the ledger is unusable
            """)

    @Argument(help: "The person's identifier.")
    var person: String

    @Flag(help: "Answer in JSON, with position and leaf hash.")
    var json = false

    @OptionGroup var place: FolderOptions
    @OptionGroup var author: ActorOptions

    func run() async throws {
        let actor = try author.parsed()
        let person = try PersonID.argument(person)
        let answer = try await place.folder.writingPersons { persons, _ in
            try await persons.erase(person, by: actor, under: nil)
        }
        if json { return try Console.write(json: answer.json) }
        let position = answer.answer.events.first?.position?.description ?? "?"
        Console.write("Erased person \(person), recorded at position \(position).\n")
    }
}
