import EventCodecs
import EventLog
import Foundation
import LedgerValues
import Projections
import ResidenceRules
import SQLiteStore
import Testing

@testable import LedgerApplication
@testable import PersonStore

/// Erasing a person (R-039), on real files.
@Suite struct PersonErasureTests {
    private static let row = TariffRowID("ATHENA/PLEIADE/T1-PLEIADE-20M/SINGLE")

    /// Publishes a tariff from September 2026 to August 2027.
    private func publishTariff(_ books: PersonBooks) async throws {
        try await books.execute(
            .publishTariff(
                [
                    TariffRow(
                        id: #require(Self.row), inForceFrom: day("2026-09-01"), inForceTo: day("2027-08-31"),
                        monthly: .flat(Money(cents: 35_867)), thirtieth: Money(cents: 1_196),
                        deposit: Money(cents: 35_900), site: "Athéna", residence: "Pléiade", typology: "T1",
                        occupancy: .single)
                ], correcting: nil), on: "2026-06-01")
    }

    /// Retention of no year, for tests of something else.
    private func dropRetention(_ books: PersonBooks) async throws {
        try await books.execute(.adoptPolicy(.personRetention, .number(0), from: day("2026-09-01")), on: "2026-09-01")
    }

    private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

    private func erase(_ person: PersonID, _ books: PersonBooks, key: String? = nil) async throws -> PersonAnswer {
        try await books.persons.erase(
            person, by: PersonBooks.office, under: key.map { try #require(IdempotencyKey($0)) })
    }

    /// Why an erasure is refused; nil when it is not.
    private func refusal(_ person: PersonID, _ books: PersonBooks) async throws -> Rejection? {
        do { _ = try await erase(person, books) } catch let rejection as Rejection { return rejection }
        return nil
    }

    @Test func `whoever holds a contract is kept until the last account is closed and five years have passed`()
        async throws
    {
        try await PersonBooks.with(try Folder()) { books in
            try await publishTariff(books)
            let person = try await books.register().person
            try books.clock.move(to: "2026-06-29")
            let notified = try #require(Instant(rfc3339: "2026-06-29T08:00:00Z"))
            try await propose("c-1", at: notified, books)
            try await books.link(person, to: "c-1")
            #expect(try await refusal(person, books) == Rejection(.personStillHoused, "c-1: proposed"))
            try await books.execute(.record(.advancePaid(Money(cents: 7_000))), "c-1", at: notified.adding(hours: 3))
            #expect(try await refusal(person, books) == Rejection(.personStillHoused, "c-1: reserved"))
            try await books.execute(
                .decideAdmission(
                    effectiveOn: day("2026-09-01"), endsOn: day("2027-08-31"), row: #require(Self.row), assignedOn: nil,
                    programme: nil), "c-1", on: "2026-07-02")
            try await books.execute(.record(.fileCompleted), "c-1", on: "2026-08-20")
            try await books.execute(.record(.depositPaid(Money(cents: 35_900))), "c-1", on: "2026-08-24")
            try await books.execute(.record(.keysHandedOver), "c-1", on: "2026-09-01")
            try books.clock.move(to: "2026-10-15")
            #expect(try await refusal(person, books) == Rejection(.personStillHoused, "c-1: in_place"))
            try await books.execute(.record(.noticeGiven(departure: nil)), "c-1", on: "2026-10-15")
            try await books.execute(.record(.keysReturned(.conforming)), "c-1", on: "2026-11-15")
            try books.clock.move(to: "2026-12-10")
            #expect(try await refusal(person, books) == Rejection(.personHasOpenAccount, "c-1: not billed"))
            try await bill(books, through: "2026-12-10")
            #expect(try await refusal(person, books)?.code == .personHasOpenAccount)
            let owed = try await balances("c-1", books).outstanding
            #expect(owed > .zero)
            try await books.execute(.record(.paymentReceived(owed)), "c-1", on: "2026-12-10")
            #expect(try await refusal(person, books) == Rejection(.personHasOpenAccount, "c-1: deposit 35900"))
            try await books.execute(.record(.bankDetailsProvided), "c-1", on: "2026-12-10")
            try await books.execute(.record(.contractSettled), "c-1", on: "2026-12-10")
            try await bill(books, through: "2026-12-10")
            #expect(try await balances("c-1", books).depositHeld == .zero)
            #expect(try await refusal(person, books) == Rejection(.personHasOpenAccount, "c-1: refund 35900"))
            try await books.execute(.record(.refundWired(.deposit, Money(cents: 35_900))), "c-1", on: "2026-12-15")
            try books.clock.move(to: "2026-12-16")
            #expect(try await refusal(person, books) == Rejection(.retentionRuns, "through 2031-12-15"))
            try books.clock.move(to: "2031-12-15")
            #expect(try await refusal(person, books)?.code == .retentionRuns)
            #expect(try await books.value("family_name", .identity, of: person) == "Durand-Lefèvre")
            try books.clock.move(to: "2031-12-16")
            #expect(try await erase(person, books).answer.events.map(\.type) == ["person-erased"])
        }
    }

    @Test func `money that waits unallocated or parked keeps the person`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            try await dropRetention(books)
            let person = try await books.register().person
            let parked = try await books.execute(.record(.paymentReceived(Money(cents: 500))), "c-2", on: "2026-09-02")
            for id in ["c-1", "c-2"] {
                try await books.execute(.record(.contractOpened), id, on: "2026-09-02")
                try await books.link(person, to: id)
            }
            let kept = try await books.execute(.record(.advancePaid(Money(cents: 700))), "c-1", on: "2026-09-02")
            try books.clock.move(to: "2026-09-10")
            #expect(kept.refusal != nil)
            #expect(try await refusal(person, books) == Rejection(.personHasOpenAccount, "c-1: unallocated 700"))
            let receipt = try #require(kept.events.first?.position).number
            try await books.execute(
                .returnMoney(receipt: receipt, amount: Money(cents: 700), reason: .recordedInError), "c-1",
                on: "2026-09-03")
            let position = try #require(parked.events.first?.position).number
            #expect(
                try await refusal(person, books)
                    == Rejection(.personHasOpenAccount, "parked receipt of position \(position)"))
            try await books.execute(
                .returnParked(receipt: position, Money(cents: 500), .recordedInError), on: "2026-09-03")
            #expect(try await refusal(person, books) == nil)
        }
    }

    @Test func `an erased person is gone from every file, and the number is free again`() async throws {
        let folder = try Folder()
        try await PersonBooks.with(folder) { books in
            try await dropRetention(books)
            let person = try await books.register().person
            let other = try await books.register(
                #"{"identity":{"family_name":"Petit","given_names":"Luc","born_on":"1999-02-01"}}"#, key: "k2"
            ).person
            _ = try await books.persons.details(of: person, by: PersonBooks.office)
            let size = try await books.size
            let erased = try await erase(person, books, key: "e1")
            #expect(try await books.types(after: size) == ["person-erased"])
            for table in ["records", "requests", "accesses"] {
                let left = try folder.text(
                    PersonStore.fileName, "SELECT count(*) FROM \(table) WHERE person = '\(person)'")
                #expect(left == "0", "\(table)")
            }
            #expect(
                try folder.text(PersonStore.keyFileName, "SELECT count(*) FROM keys WHERE person = '\(person)'") == "0")
            await #expect(throws: QueryError.personErased(person)) {
                try await books.persons.details(of: person, by: PersonBooks.office)
            }
            await #expect(throws: QueryError.personErased(person)) {
                try await books.change(person, .ine, #"{"ine":"1234567890A"}"#, key: "k3")
            }
            await #expect(throws: QueryError.personErased(person)) {
                try await books.persons.export(person, by: PersonBooks.office)
            }
            await #expect(throws: Rejection(.personErased)) { try await books.link(person, to: "c-1") }
            // The same request gives the first answer again, another one says that it was done.
            let again = try await erase(person, books, key: "e1")
            #expect(again.answer.repeated && again.answer.events == erased.answer.events)
            await #expect(throws: QueryError.personErased(person)) { _ = try await erase(person, books, key: "e2") }
            // The key of the registration stays used, though nobody can tell for what.
            await #expect(throws: CommandError.self) { try await books.register() }
            let anew = try await books.register(key: "k4").person
            #expect(anew != person)
            #expect(try await books.value("given_names", .identity, of: other) == "Luc")
        }
    }

    @Test(arguments: [PersonRegister.Step.keyErased, .recordsErased])
    func `an erasure that dies on the way is finished by the next opening`(step: PersonRegister.Step) async throws {
        let folder = try Folder()
        let person = try await PersonBooks.with(folder, dyingAfter: step) { books in
            try await dropRetention(books)
            let request = try PersonJSON.registration(Array(PersonBooks.marie.utf8))
            let person = try await books.persons.register(
                request, by: PersonBooks.office, under: #require(IdempotencyKey("k1"))
            ).person
            await #expect(throws: PersonBooks.Interruption.self) { _ = try await erase(person, books) }
            // From the first step on nobody reads anything.
            await #expect(throws: QueryError.personErased(person)) {
                try await books.persons.details(of: person, by: PersonBooks.office)
            }
            return person
        }
        for _ in 0..<2 {
            try await PersonBooks.with(folder) { books in
                let history = try await books.ledger.person(person)
                #expect(history.isErased)
                #expect(history.events.map(\.type) == ["person-registered", "person-erased"])
                #expect(try folder.text(PersonStore.fileName, "SELECT count(*) FROM records") == "0")
                await #expect(throws: QueryError.personErased(person)) {
                    try await books.persons.details(of: person, by: PersonBooks.office)
                }
            }
        }
    }

    @Test func `putting back yesterday's ledger and persons does not bring an erased person back`() async throws {
        let folder = try Folder()
        let clock = Clock()
        let person = try await PersonBooks.with(folder, clock) { books in
            try await dropRetention(books)
            return try await books.register().person
        }
        let yesterday = try Dictionary(
            uniqueKeysWithValues: ["ledger.db", PersonStore.fileName].map { ($0, try folder.content($0)) })
        try await PersonBooks.with(folder, clock) { books in
            _ = try await books.persons.details(of: person, by: PersonBooks.office)
            _ = try await erase(person, books)
        }
        for (name, content) in yesterday { try folder.write(content, name) }
        #expect(try folder.text(PersonStore.fileName, "SELECT count(*) FROM records") == "4")
        try await PersonBooks.with(folder, clock) { books in
            let history = try await books.ledger.person(person)
            #expect(history.events.map(\.type) == ["person-registered", "person-erased"])
            #expect(try folder.text(PersonStore.fileName, "SELECT count(*) FROM records") == "0")
            await #expect(throws: QueryError.personErased(person)) {
                try await books.persons.details(of: person, by: PersonBooks.office)
            }
            let number = try #require(StudentNumber("1234567890A"))
            await #expect(throws: QueryError.unknownPerson) {
                try await books.persons.person(with: number, by: PersonBooks.office)
            }
            let report = try await books.ledger.verify(progress: nil)
            #expect(report.isSound, "\(report.findings)")
        }
    }

    @Test func `putting back yesterday's persons and keys does not bring an erased person back`() async throws {
        let folder = try Folder()
        let clock = Clock()
        let person = try await PersonBooks.with(folder, clock) { books in
            try await dropRetention(books)
            let person = try await books.register().person
            _ = try await books.persons.details(of: person, by: PersonBooks.office)
            return person
        }
        let yesterday = try Dictionary(
            uniqueKeysWithValues: [PersonStore.fileName, PersonStore.keyFileName].map { ($0, try folder.content($0)) })
        let erasedAt = try await PersonBooks.with(folder, clock) { books in
            try await erase(person, books).answer.recordedAt
        }
        for (name, content) in yesterday { try folder.write(content, name) }
        #expect(try folder.text(PersonStore.keyFileName, "SELECT count(*) FROM keys") == "1")
        try clock.move(to: "2026-09-10")
        try await PersonBooks.with(folder, clock) { books in
            for table in ["records", "requests", "accesses"] {
                #expect(try folder.text(PersonStore.fileName, "SELECT count(*) FROM \(table)") == "0", "\(table)")
            }
            #expect(try folder.text(PersonStore.keyFileName, "SELECT count(*) FROM keys") == "0")
            let store = try PersonStore(folder: folder.path, creating: false)
            #expect(try store.erased().map(\.person) == [person] && store.erased().map(\.at) == [erasedAt])
            await #expect(throws: QueryError.personErased(person)) { _ = try await erase(person, books) }
            let history = try await books.ledger.person(person)
            #expect(history.events.map(\.type) == ["person-registered", "person-erased"])
            _ = try await books.register(key: "k2")
        }
    }

    @Test func `a contract that somebody else holds now still keeps whoever owes on it`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            try await dropRetention(books)
            let marie = try await books.register().person
            let luc = try await books.register(
                #"{"identity":{"family_name":"Petit","given_names":"Luc","born_on":"1999-02-01"}}"#, key: "k2"
            ).person
            try await books.execute(.record(.contractOpened), "c-1", on: "2026-09-01")
            let kept = try await books.execute(.record(.advancePaid(Money(cents: 700))), "c-1", on: "2026-09-02")
            try await books.link(marie, to: "c-1")
            try await books.link(luc, to: "c-1")
            try books.clock.move(to: "2026-09-10")
            for person in [marie, luc] {
                #expect(
                    try await refusal(person, books) == Rejection(.personHasOpenAccount, "c-1: unallocated 700"))
            }
            let export = try await books.persons.export(marie, by: PersonBooks.office)
            #expect(export.contracts.map(\.id.text) == ["c-1"] && export.contracts.map(\.isHeld) == [false])
            #expect(export.details.contracts.isEmpty)
            let receipt = try #require(kept.events.first?.position).number
            try await books.execute(
                .returnMoney(receipt: receipt, amount: Money(cents: 700), reason: .recordedInError), "c-1",
                on: "2026-09-03")
            #expect(try await refusal(marie, books) == nil)
        }
    }

    @Test func `an export ends where a contract passed to somebody else, until it comes back`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            let marie = try await books.register().person
            let luc = try await books.register(
                #"{"identity":{"family_name":"Petit","given_names":"Luc","born_on":"1999-02-01"}}"#, key: "k2"
            ).person
            try await books.execute(.record(.contractOpened), "c-1", on: "2026-09-01")
            try await books.link(marie, to: "c-1")
            try await books.execute(.record(.paymentReceived(Money(cents: 500))), "c-1", on: "2026-09-02")
            try await books.link(luc, to: "c-1")
            try await books.execute(.record(.paymentReceived(Money(cents: 900))), "c-1", on: "2026-09-03")
            try books.clock.move(to: "2026-09-10")
            func shown(to person: PersonID) async throws -> (events: Int, movements: Int, isHeld: Bool) {
                let export = try await books.persons.export(person, by: PersonBooks.office)
                let contract = try #require(export.contracts.first)
                return (contract.events.count, contract.account.value.movements.count, contract.isHeld)
            }
            #expect(try await shown(to: marie) == (2, 1, false))
            #expect(try await shown(to: luc) == (3, 2, true))
            try await books.link(marie, to: "c-1")
            #expect(try await shown(to: marie) == (3, 2, true))
            #expect(try await shown(to: luc) == (3, 2, false))
        }
    }

    @Test func `an export shows money parked under a contract or a tenant code of it`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            let person = try await books.register().person
            try await books.execute(.record(.paymentReceived(Money(cents: 500))), "c-2", on: "2026-09-02")
            try await books.execute(.record(.paymentReceived(Money(cents: 900))), "c-9", on: "2026-09-02")
            try await books.execute(.record(.contractOpened), "c-2", on: "2026-09-02")
            try await books.link(person, to: "c-2")
            let export = try await books.persons.export(person, by: PersonBooks.office)
            #expect(export.parked.map(\.left) == [Money(cents: 500)])
        }
    }

    @Test func `after a restore nobody finds the erased, before anything is written`() async throws {
        let folder = try Folder()
        let clock = Clock()
        let person = try await PersonBooks.with(folder, clock) { books in
            try await dropRetention(books)
            return try await books.register().person
        }
        let yesterday = try Dictionary(
            uniqueKeysWithValues: ["ledger.db", PersonStore.fileName].map { ($0, try folder.content($0)) })
        try await PersonBooks.with(folder, clock) { _ = try await erase(person, $0) }
        for (name, content) in yesterday { try folder.write(content, name) }
        let path = folder.path
        let ledger = try Ledger(reading: SQLiteStore.openReadOnly(folder: path), clock: { clock.now })
        defer { ledger.stop() }
        let persons = try await PersonRegister.open(beside: ledger, settling: false, clock: { clock.now }) {
            try PersonStore(folder: path, creating: false)
        }
        defer { persons.stop() }
        let number = try #require(StudentNumber("1234567890A"))
        await #expect(throws: QueryError.unknownPerson) {
            try await persons.person(with: number, by: PersonBooks.office)
        }
        await #expect(throws: QueryError.personErased(person)) {
            try await persons.details(of: person, by: PersonBooks.office)
        }
        #expect(try folder.text(PersonStore.fileName, "SELECT count(*) FROM records") == "0")
    }

    @Test func `an export holds everything, the readings included`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            let person = try await books.register().person
            try await books.execute(.record(.contractOpened), "c-1", on: "2026-09-01")
            try await books.execute(.record(.paymentReceived(Money(cents: 12_300))), "c-1", on: "2026-09-01")
            try await books.link(person, to: "c-1")
            _ = try await books.persons.details(of: person, [.bank], by: #require(Actor("auditor")))
            let export = try await books.persons.export(person, by: PersonBooks.office)
            #expect(export.details.sections.count == 4)
            #expect(export.history.events.map(\.type) == ["person-registered", "person-linked"])
            #expect(export.accesses.map(\.what) == ["show:bank", "export"])
            let contract = try #require(export.contracts.first)
            #expect(contract.id.text == "c-1" && export.contracts.count == 1)
            #expect(contract.account.value.statement.balances.credit == Money(cents: 12_300))
            #expect(contract.events.count == 2)
        }
    }

    // MARK: - Steps of a tenancy

    private func propose(_ id: String, at notified: Instant, _ books: PersonBooks) async throws {
        try await books.execute(
            .proposeAllocation(
                effectiveOn: day("2026-09-01"), programme: .standard, notifiedAt: notified, expiresAt: nil), id,
            at: notified)
    }

    private func bill(_ books: PersonBooks, through text: String) async throws {
        let report = try await books.ledger.bill(
            through: day(text), ruleChange: nil, by: PersonBooks.office, progress: nil)
        #expect(report.failures.isEmpty)
    }

    private func balances(_ id: String, _ books: PersonBooks) async throws -> ContractStatement.Balances {
        try books.ledger.statement(
            of: #require(ContractID(id)), asOf: books.ledger.today, knownAt: .head
        ).value.statement.balances
    }
}

extension PersonBooks {
    @discardableResult
    fileprivate func execute(_ command: ContractCommand, _ id: String, at instant: Instant) async throws
        -> CommandAnswer
    {
        try await ledger.execute(
            CommandRequest(
                actor: Self.office, key: nil, requestHash: MerkleHash.emptyRoot,
                command: .contract(.id(#require(ContractID(id))), command), moment: EffectiveMoment(instant),
                effectiveAt: instant))
    }
}
