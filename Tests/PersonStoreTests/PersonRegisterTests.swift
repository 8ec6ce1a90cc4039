import EventCodecs
import EventLog
import Exports
import Foundation
import LedgerValues
import PersonStore
import ResidenceRules
import Testing

@testable import LedgerApplication

/// The store and the log together, on real files.
@Suite struct PersonRegisterTests {
    private static let marie = PersonBooks.marie

    @Test func `a person is registered, and the log holds commitments that open`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            let before = try await books.size
            let answer = try await books.register()
            #expect(answer.answer.events.map(\.type) == ["person-registered"])
            let history = try await books.ledger.person(answer.person)
            let details = try await books.persons.details(of: answer.person, by: PersonBooks.office)
            #expect(Set(details.sections.keys) == Set(PersonSection.allCases))
            for (section, kept) in details.sections {
                let commitment = SHA256.hash(kept.salt + (try kept.value.canonicalBytes()))
                #expect(commitment == kept.commitment && commitment == history.commitments[section])
            }
            #expect(try await books.value("family_name", .identity, of: answer.person) == "Durand-Lefèvre")
            #expect(details.bank?.iban.text == "FR7630006000011234567890189")
            #expect(try await books.types(after: before) == ["person-registered"])
        }
    }

    @Test func `no file of the folder holds what names the person, and neither does a key or a hash`() async throws {
        let folder = try Folder()
        let person = try await PersonBooks.with(folder) { books in
            let person = try await books.register().person
            try await books.change(person, .contact, #"{"mail":"solène@example.org"}"#, key: "k2")
            _ = try await books.persons.details(of: person, by: PersonBooks.office)
            return person
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files.contains("ledger.db") && files.contains(PersonStore.fileName))
        var texts = PersonBooks.secrets.map { Data($0.utf8) } + [Data("solène@example.org".utf8)]
        // Hashes that anybody could make of guesses.
        let plain = try PersonJSON.registration(Array(Self.marie.utf8))
        for bytes in plain.map(\.bytes) + [Array("1234567890A".utf8), Array("ine:1234567890A".utf8)] {
            let hash = SHA256.hash(bytes)
            texts += [hash.withUnsafeBytes { Data($0) }, Data(hash.description.utf8)]
        }
        for file in files {
            let content = try folder.content(file)
            for text in texts { #expect(content.range(of: text) == nil, "\(file)") }
        }
        #expect(try folder.content("ledger.db").range(of: Data(person.text.utf8)) != nil)
    }

    @Test func `the same key and sections give the first answer again, other sections are refused`() async throws {
        let folder = try Folder()
        let first = try await PersonBooks.with(folder) { books in
            let first = try await books.register()
            let again = try await books.register(Self.marie.replacing("\n", with: " "))
            #expect(again.person == first.person && again.answer.repeated)
            #expect(again.answer.events == first.answer.events)
            #expect(again.answer.recordedAt == first.answer.recordedAt)
            return first
        }
        try await PersonBooks.with(folder) { books in
            let size = try await books.size
            #expect(try await books.register().person == first.person)
            let position = try #require(first.answer.events.first?.position)
            await #expect(throws: CommandError.keyReused(firstPosition: position)) {
                try await books.register(Self.marie.replacing("Marie", with: "Anne"))
            }
            // The key belongs to its actor.
            await #expect(throws: Rejection(.ineTaken)) {
                try await books.register(by: #require(Actor("counter")))
            }
            #expect(try await books.size == size)
            #expect(try await books.value("given_names", .identity, of: first.person) == "Marie Solène")
        }
    }

    @Test func `a student number belongs to one person, and is found by its owner`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            let first = try await books.register().person
            let size = try await books.size
            await #expect(throws: Rejection(.ineTaken)) { try await books.register(key: "k2") }
            let other = try await books.register(
                #"{"identity":{"family_name":"Petit","given_names":"Luc","born_on":"1999-02-01"}}"#, key: "k3")
            await #expect(throws: Rejection(.ineTaken)) {
                try await books.change(other.person, .ine, #"{"ine":"1234567890A"}"#, key: "k4")
            }
            #expect(try await books.size == size + 1)
            let number = try #require(StudentNumber("1234567890A"))
            #expect(try await books.persons.person(with: number, by: PersonBooks.office) == first)
            let unknown = try #require(StudentNumber("0000000000A"))
            await #expect(throws: QueryError.unknownPerson) {
                try await books.persons.person(with: unknown, by: PersonBooks.office)
            }
        }
    }

    @Test func `a section is replaced as a whole, once for each key`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            let person = try await books.register().person
            let text = #"{"holder":"Marie Durand","iban":"DE89370400440532013000"}"#
            let changed = try await books.change(person, .bank, text, key: "k2")
            #expect(changed.answer.events.map(\.type) == ["person-details-changed"])
            #expect(try await books.value("iban", .bank, of: person) == "DE89370400440532013000")
            #expect(try await books.value("bic", .bank, of: person) == nil)
            let again = try await books.change(person, .bank, text, key: "k2")
            #expect(again.answer.repeated && again.answer.events == changed.answer.events)
            let position = try #require(changed.answer.events.first?.position)
            await #expect(throws: CommandError.keyReused(firstPosition: position)) {
                try await books.change(person, .bank, #"{"holder":"M","iban":"BE68539007547034"}"#, key: "k2")
            }
            #expect(try await books.value("iban", .bank, of: person) == "DE89370400440532013000")
            let stranger = try #require(PersonID(String(repeating: "0", count: 32)))
            await #expect(throws: QueryError.unknownPerson) {
                try await books.change(stranger, .bank, text, key: "k5")
            }
        }
    }

    @Test func `a change that was recorded is answered again, whoever has the number now`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            let person = try await books.register().person
            let (early, late) = (#"{"ine":"1111111111A"}"#, #"{"ine":"2222222222B"}"#)
            let first = try await books.change(person, .ine, early, key: "k2")
            try await books.change(person, .ine, late, key: "k3")
            try await books.register(Self.marie.replacing("1234567890A", with: "1111111111A"), key: "k4")
            let size = try await books.size
            let again = try await books.change(person, .ine, early, key: "k2")
            #expect(again.answer.repeated && again.answer.events == first.answer.events)
            let position = try #require(first.answer.events.first?.position)
            await #expect(throws: CommandError.keyReused(firstPosition: position)) {
                try await books.change(person, .ine, late, key: "k2")
            }
            await #expect(throws: Rejection(.ineTaken)) { try await books.change(person, .ine, early, key: "k5") }
            #expect(try await books.size == size)
            #expect(try await books.value("ine", .ine, of: person) == "2222222222B")
        }
    }

    @Test func `an event that its schema forbids is not appended`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            let size = try await books.size
            let stranger = try #require(PersonID(String(repeating: "0", count: 32)))
            await #expect(throws: JSONError.self) {
                try await books.execute(.person(.registered(stranger, [:])), on: "2026-09-01")
            }
            #expect(try await books.size == size)
            try await books.register()
            #expect(try await books.size == size + 1)
        }
    }

    @Test func `a registration that the log does not know is kept until it is sent again`() async throws {
        let folder = try Folder()
        let lost = try registeredInTheStoreAlone(folder)
        try await PersonBooks.with(folder) { books in
            #expect(try folder.text(PersonStore.fileName, "SELECT count(*) FROM records") == "4")
            #expect(try folder.text(PersonStore.keyFileName, "SELECT count(*) FROM keys") == "1")
            let person = try await books.register().person
            #expect(person != lost)
            let keys = try folder.text(PersonStore.keyFileName, "SELECT group_concat(person) FROM keys")
            let recorded = try folder.text(PersonStore.fileName, "SELECT group_concat(DISTINCT person) FROM records")
            #expect(keys == person.text && recorded == person.text)
            #expect(try await books.register().answer.repeated)
            #expect(try await books.value("family_name", .identity, of: person) == "Durand-Lefèvre")
            let report = try await books.ledger.verify(progress: nil)
            #expect(report.isSound, "\(report.findings)")
        }
    }

    /// Registers the worked example without telling a log.
    private func registeredInTheStoreAlone(_ folder: Folder) throws -> PersonID {
        let store = try PersonStore(folder: folder.path, creating: true)
        let sections = try PersonJSON.registration(Array(Self.marie.utf8))
        let prepared = try store.prepare(
            Dictionary(uniqueKeysWithValues: sections.map { ($0.section, $0.bytes) }),
            number: sections.lazy.compactMap(\.number).first, by: PersonBooks.office,
            under: #require(IdempotencyKey("k1")))
        let person = try #require(prepared?.person)
        try store.confirm(person)
        return person
    }

    @Test func `a person whose stream is missing is kept while the log holds an event`() async throws {
        let folder = try Folder()
        let person = try await PersonBooks.with(folder) { try await $0.register().person }
        try folder.alter("ledger.db", "DELETE FROM streams WHERE name = 'person/\(person)'")
        try await PersonBooks.with(folder) { books in
            await #expect(throws: QueryError.unknownPerson) { try await books.ledger.person(person) }
        }
        #expect(try folder.text(PersonStore.fileName, "SELECT count(*) FROM records") == "4")
        #expect(try folder.text(PersonStore.keyFileName, "SELECT count(*) FROM keys") == "1")
    }

    @Test func `a contract has the holder linked last, whose bank details a bank file gets`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            let marie = try await books.register().person
            let luc = try await books.register(
                """
                {"identity":{"family_name":"Petit","given_names":"Luc","born_on":"1999-02-01"},
                 "bank":{"holder":"Luc Petit","iban":"BE68539007547034"}}
                """, key: "k2"
            ).person
            let anne = try await books.register(
                #"{"identity":{"family_name":"Roy","given_names":"Anne","born_on":"1999-02-01"}}"#, key: "k3"
            ).person
            for id in ["c-1", "c-2", "c-3", "c-4"] {
                try await books.execute(.record(.contractOpened), id, on: "2026-09-01")
            }
            try await books.link(marie, to: "c-1")
            try await books.link(marie, to: "c-2")
            try await books.link(luc, to: "c-2")
            try await books.link(anne, to: "c-3")
            let ids = ["c-1", "c-2", "c-3", "c-4", "c-5"].compactMap(ContractID.init)
            #expect(try await books.ledger.holder(of: ids[1]) == luc)
            #expect(try await books.ledger.holder(of: ids[3]) == nil)
            let found = try await books.persons.bankDetails(
                of: ids, for: #require(Code("sepa-file")), by: PersonBooks.office)
            #expect(found.mapValues(\.holder) == [ids[0]: "Marie Durand", ids[1]: "Luc Petit"])
            #expect(found[ids[0]]?.bic?.text == "AGRIFRPP" && found[ids[1]]?.bic == nil)
            #expect(try await books.persons.details(of: marie, by: PersonBooks.office).contracts == [ids[0]])
            let store = try PersonStore(folder: books.folder.path, creating: false)
            #expect(try store.accesses(to: anne).map(\.what) == ["sepa-file:bank"])
        }
    }

    @Test func `a document goes to the holder under the name in use, at the address that is kept`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            let marie = try await books.register(
                """
                {"identity":{"civility":"MME","family_name":"Durand","usual_name":"Martin","given_names":"Marie",
                 "born_on":"2006-03-14"},
                 "contact":{"street":"12 rue des Lilas","complement":"Chez Luc Petit","postal_code":"14000",
                 "city":"Caen","mail":"marie@example.org","phone":"+33612345678"}}
                """
            ).person
            let luc = try await books.register(
                #"{"identity":{"civility":"M","family_name":"Petit","given_names":"Luc","born_on":"1999-02-01"}}"#,
                key: "k2"
            ).person
            for id in ["c-1", "c-2", "c-3"] { try await books.execute(.record(.contractOpened), id, on: "2026-09-01") }
            try await books.link(marie, to: "c-1")
            try await books.link(luc, to: "c-2")
            let (notice, ids) = (try #require(Code("notice")), ["c-1", "c-2", "c-3"].compactMap(ContractID.init))
            func addressee(of id: ContractID) async throws -> Addressee? {
                try await books.persons.addressee(of: id, for: notice, by: PersonBooks.office)
            }
            #expect(
                try await addressee(of: ids[0])
                    == Addressee(
                        name: "Mme Marie Martin", address: ["Chez Luc Petit", "12 rue des Lilas", "14000 Caen"]))
            #expect(try await addressee(of: ids[1]) == Addressee(name: "M. Luc Petit", address: []))
            #expect(try await addressee(of: ids[2]) == nil)
            let store = try PersonStore(folder: books.folder.path, creating: false)
            #expect(try store.accesses(to: marie).map(\.what) == ["notice:contact,identity"])
            #expect(try store.accesses(to: luc).map(\.actor) == [PersonBooks.office])
            try await books.link(luc, to: "c-1")
            #expect(try await addressee(of: ids[0])?.name == "M. Luc Petit")
        }
    }

    @Test func `nobody is linked to a contract that does not exist, or without being registered`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            let person = try await books.register().person
            await #expect(throws: Rejection(.unknownContract, "c-1")) { try await books.link(person, to: "c-1") }
            try await books.execute(.record(.contractOpened), "c-1", on: "2026-09-01")
            let stranger = try #require(PersonID(String(repeating: "0", count: 32)))
            await #expect(throws: Rejection(.unknownPerson)) { try await books.link(stranger, to: "c-1") }
        }
    }

    @Test func `every reading is noted before it is answered`() async throws {
        try await PersonBooks.with(try Folder()) { books in
            let person = try await books.register().person
            let auditor = try #require(Actor("auditor"))
            _ = try await books.persons.details(of: person, [.bank, .identity], by: auditor)
            try books.clock.move(to: "2026-09-02")
            let number = try #require(StudentNumber("1234567890A"))
            _ = try await books.persons.person(with: number, by: PersonBooks.office)
            let store = try PersonStore(folder: books.folder.path, creating: false)
            let accesses = try store.accesses(to: person)
            #expect(accesses.map(\.what) == ["show:bank,identity", "lookup:ine"])
            #expect(accesses.map(\.actor) == [auditor, PersonBooks.office])
            #expect(accesses.map(\.at.description) == ["2026-09-01T08:00:00Z", "2026-09-02T08:00:00Z"])
        }
    }

    @Test(arguments: [PersonRegister.Step.prepared, .recorded])
    func `a process that dies on the way leaves all of a registration or nothing`(step: PersonRegister.Step)
        async throws
    {
        let folder = try Folder()
        try await PersonBooks.with(folder, dyingAfter: step) { books in
            await #expect(throws: PersonBooks.Interruption.self) { try await books.register() }
            let number = try #require(StudentNumber("1234567890A"))
            await #expect(throws: QueryError.unknownPerson) {
                try await books.persons.person(with: number, by: PersonBooks.office)
            }
            // The next request of the same process settles it, too.
            if step == .recorded {
                #expect(try await books.register().answer.repeated)
            } else {
                await #expect(throws: PersonBooks.Interruption.self) { try await books.register() }
            }
        }
        try await PersonBooks.with(folder) { books in
            let size = try await books.size
            let answer = try await books.register()
            #expect(answer.answer.repeated == (step == .recorded))
            #expect(try await books.size == (step == .recorded ? size : size + 1))
            #expect(try await books.value("family_name", .identity, of: answer.person) == "Durand-Lefèvre")
            let keys = try folder.text(PersonStore.keyFileName, "SELECT count(*) FROM keys")
            #expect(keys == "1")
            #expect(try folder.text(PersonStore.fileName, "SELECT count(*) FROM records WHERE pending = 1") == "0")
        }
    }

    @Test(arguments: [PersonRegister.Step.prepared, .recorded])
    func `a process that dies on the way leaves the section of before or of after`(step: PersonRegister.Step)
        async throws
    {
        let folder = try Folder()
        let person = try await PersonBooks.with(folder) { try await $0.register().person }
        let text = #"{"holder":"Marie Durand","iban":"DE89370400440532013000"}"#
        try await PersonBooks.with(folder, dyingAfter: step) { books in
            await #expect(throws: PersonBooks.Interruption.self) {
                try await books.change(person, .bank, text, key: "k2")
            }
        }
        try await PersonBooks.with(folder) { books in
            let iban = try await books.value("iban", .bank, of: person)
            #expect(iban == (step == .recorded ? "DE89370400440532013000" : "FR7630006000011234567890189"))
            let again = try await books.change(person, .bank, text, key: "k2")
            #expect(again.answer.repeated == (step == .recorded))
            #expect(try await books.value("iban", .bank, of: person) == "DE89370400440532013000")
        }
    }

    @Test func `a record of before that was put back is not what the log commits to`() async throws {
        let folder = try Folder()
        let person = try await PersonBooks.with(folder) { try await $0.register().person }
        let early = try folder.content(PersonStore.fileName)
        let text = #"{"holder":"Marie Durand","iban":"DE89370400440532013000"}"#
        try await PersonBooks.with(folder) { _ = try await $0.change(person, .bank, text, key: "k2") }
        try folder.write(early, PersonStore.fileName)
        try await PersonBooks.with(folder) { books in
            await #expect(throws: PersonStoreError.notCommitted(person, .bank)) {
                try await books.persons.details(of: person, by: PersonBooks.office)
            }
            #expect(try await books.value("family_name", .identity, of: person) == "Durand-Lefèvre")
            // Writing it again puts it right.
            _ = try await books.change(person, .bank, text, key: "k3")
            #expect(try await books.value("iban", .bank, of: person) == "DE89370400440532013000")
        }
    }
}
