import EventLog
import Exports
import Foundation
import LedgerApplication
import LedgerValues
import PersonStore
import SQLiteStore

/// The register of persons: `persons.sqlite` and `person-keys` beside the database.
extension LedgerFolder {
    /// Opens the register beside `ledger`.
    ///
    /// - Parameters:
    ///   - writing: whether this process writes the ledger: it then makes missing files, and settles what an earlier
    ///     process left.
    ///   - settled: whether this process has settled it before.
    func openPersons(
        beside ledger: any LedgerService, writing: Bool, settled: Bool = false
    ) async throws -> PersonRegister {
        let path = path
        return try await PersonRegister.open(beside: ledger, settling: writing && !settled, clock: SystemClock.now) {
            try PersonStore(folder: path, creating: writing)
        }
    }

    /// Brings a ledger that was opened for writing in step with its person store: a copy that was put back does not know
    /// who was erased since, or was registered.
    ///
    /// Without a key file nothing is done; a ledger whose person keys are lost still takes commands.
    func applyErasures(beside ledger: any LedgerService) async throws {
        guard FileManager.default.fileExists(atPath: path + "/" + PersonStore.keyFileName) else { return }
        try await openPersons(beside: ledger, writing: true).stop()
    }

    /// Runs `body` on a register opened for writing.
    func writingPersons<Value>(
        _ body: (PersonRegister, Ledger<SQLiteStore>) async throws -> Value
    ) async throws -> Value {
        try await writing { try await withPersons(beside: $0, writing: true, body) }
    }

    /// Runs `body` on a register opened for questions, beside the process that writes or without one.
    func readingPersons<Value>(
        _ body: (PersonRegister, Ledger<SQLiteStore>) async throws -> Value
    ) async throws -> Value {
        try await reading { try await withPersons(beside: $0, writing: false, body) }
    }

    /// Where refunds of contracts go, as far as their holders gave it; nothing where nobody was registered. Who reads it
    /// is noted.
    func bankDetails(
        of contracts: [ContractID], beside ledger: any LedgerService, by actor: Actor
    ) async throws -> [ContractID: BankDetails] {
        guard !contracts.isEmpty else { return [:] }
        do {
            let persons = try await openPersons(beside: ledger, writing: false)
            defer { persons.stop() }
            return try await persons.bankDetails(of: contracts, for: DueRefunds.purpose, by: actor)
        } catch PersonStoreError.absent { return [:] }
    }

    /// Runs `body` with the register of persons; with nil where nobody was registered, or nobody is asked about.
    func withPersonsIfAny<Value>(
        beside ledger: (any LedgerService)?, _ body: (PersonRegister?) async throws -> Value
    ) async throws -> Value {
        var persons: PersonRegister?
        if let ledger {
            do { persons = try await openPersons(beside: ledger, writing: false) } catch PersonStoreError.absent {}
        }
        defer { persons?.stop() }
        return try await body(persons)
    }

    /// What nobody can guess who has not got a file: it stands in the file, and makes its digest a commitment.
    ///
    /// - Parameter document: what tells the file from every other.
    func mark(of document: String) throws -> String {
        // Where nobody was registered yet, the key file is made here.
        try PersonStore(folder: path, creating: true).mark(of: Array(document.utf8), for: nil)
    }

    private func withPersons<Value>(
        beside ledger: Ledger<SQLiteStore>, writing: Bool,
        _ body: (PersonRegister, Ledger<SQLiteStore>) async throws -> Value
    ) async throws -> Value {
        // Whatever opens the ledger for writing settles first.
        let persons = try await openPersons(beside: ledger, writing: writing, settled: true)
        defer { persons.stop() }
        return try await body(persons, ledger)
    }
}
