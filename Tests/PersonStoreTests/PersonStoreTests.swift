import EventLog
import Foundation
import LedgerValues
import Testing

@testable import PersonStore

/// The store by itself, on real files (R-002: a student number belongs to one person).
@Suite struct PersonStoreTests {
    private static let bank = Array(#"{"holder":"Marie Durand","iban":"FR7630006000011234567890189"}"#.utf8)
    private static let identity = Array(#"{"born_on":"2006-03-14","family_name":"Durand","given_names":"Marie"}"#.utf8)

    private func registered(_ store: PersonStore, key: String = "k1", number: String? = nil) throws -> PersonID? {
        let number = try number.map { try #require(StudentNumber($0)) }
        var sections: [PersonSection: [UInt8]] = [.identity: Self.identity, .bank: Self.bank]
        if let number { sections[.ine] = Array(#"{"ine":"\#(number.text)"}"#.utf8) }
        let made = try store.prepare(
            sections, number: number, by: #require(Actor("office")), under: #require(IdempotencyKey(key)))
        if let made { try store.confirm(made.person) }
        return made?.person
    }

    @Test func `what is kept is read again, and the commitment opens`() throws {
        let folder = try Folder()
        let store = try PersonStore(folder: folder.path, creating: true)
        let person = try #require(try registered(store))
        let record = try #require(try store.record(.bank, of: person))
        #expect(record.bytes == Self.bank)
        #expect(record.commitment == SHA256.hash(record.salt + record.bytes))
        #expect(try store.record(.contact, of: person) == nil)
        let again = try PersonStore(folder: folder.path, creating: false)
        #expect(try again.record(.bank, of: person) == record)
    }

    @Test func `nothing that is written later has the salt, the commitment or the ciphertext of before`() throws {
        let folder = try Folder()
        let store = try PersonStore(folder: folder.path, creating: true)
        let person = try #require(try registered(store))
        let first = try #require(try store.record(.bank, of: person))
        let commitment = try #require(try store.prepare(Self.bank, .bank, of: person, number: nil))
        #expect(try store.record(.bank, of: person) == first)
        try store.confirm(person)
        let second = try #require(try store.record(.bank, of: person))
        #expect(second.commitment == commitment && second.bytes == first.bytes)
        #expect(second.commitment != first.commitment && second.salt != first.salt)
    }

    @Test func `what is discarded leaves nothing, of a new person not even the key`() throws {
        let folder = try Folder()
        let store = try PersonStore(folder: folder.path, creating: true)
        let person = try #require(try registered(store, number: "1234567890A"))
        _ = try store.prepare(Array(#"{"holder":"X"}"#.utf8), .bank, of: person, number: nil)
        #expect(try store.pending().keys.sorted() == [person])
        try store.discard(person, isNew: false)
        #expect(try store.pending().isEmpty)
        #expect(try store.record(.bank, of: person)?.bytes == Self.bank)
        try store.discard(person, isNew: true)
        #expect(throws: PersonStoreError.unreadable(person, .identity)) { try store.requestHash([], of: person) }
    }

    @Test func `a student number belongs to one person, pending or not, and is free once it is given up`() throws {
        let folder = try Folder()
        let store = try PersonStore(folder: folder.path, creating: true)
        let first = try #require(try registered(store, number: "1234567890A"))
        let number = try #require(StudentNumber("1234567890A"))
        #expect(try store.person(with: number) == first)
        #expect(try registered(store, key: "k2", number: "1234567890A") == nil)
        let second = try #require(try registered(store, key: "k3", number: "123456789AB"))
        #expect(try store.prepare([], .ine, of: second, number: number) == nil)
        // The owner may write it again, and give it up.
        #expect(try store.prepare(Array("{}".utf8), .ine, of: first, number: number) != nil)
        try store.confirm(first)
        #expect(try store.prepare(Array("{}".utf8), .ine, of: first, number: StudentNumber("9876543210Z")) != nil)
        #expect(try store.prepare([], .ine, of: second, number: number) == nil)
        try store.confirm(first)
        #expect(try store.prepare([], .ine, of: second, number: number) != nil)
    }

    @Test func `every changed byte of a record, and a record in another's place, is detected`() throws {
        let folder = try Folder()
        let store = try PersonStore(folder: folder.path, creating: true)
        let person = try #require(try registered(store))
        let other = try #require(try registered(store, key: "k2"))
        let place = "person = '\(person)' AND section = 'bank'"
        for (column, count) in [("sealed", Self.bank.count + 16), ("nonce", 12)] {
            for byte in 0..<count {
                try folder.flip(byte, of: column, in: "records", where: place, PersonStore.fileName)
                #expect(throws: PersonStoreError.unreadable(person, .bank), "\(column) \(byte)") {
                    try store.record(.bank, of: person)
                }
                try folder.flip(byte, of: column, in: "records", where: place, PersonStore.fileName)
            }
        }
        #expect(try store.record(.bank, of: person)?.bytes == Self.bank)
        try folder.alter(
            PersonStore.fileName,
            """
            UPDATE records SET (nonce, sealed) = (SELECT nonce, sealed FROM records
                WHERE person = '\(other)' AND section = 'bank') WHERE person = '\(person)' AND section = 'bank'
            """)
        #expect(throws: PersonStoreError.unreadable(person, .bank)) { try store.record(.bank, of: person) }
        #expect(try store.record(.bank, of: other)?.bytes == Self.bank)
    }

    @Test func `the key of another person opens nothing`() throws {
        let folder = try Folder()
        let store = try PersonStore(folder: folder.path, creating: true)
        let person = try #require(try registered(store))
        let other = try #require(try registered(store, key: "k2"))
        try folder.alter(
            PersonStore.keyFileName,
            "UPDATE keys SET secret = (SELECT secret FROM keys WHERE person = '\(other)') WHERE person = '\(person)'")
        #expect(throws: PersonStoreError.unreadable(person, .bank)) { try store.record(.bank, of: person) }
    }

    @Test func `without its key a record is unreadable for ever, and the file does not hold the key any more`() throws {
        let folder = try Folder()
        let store = try PersonStore(folder: folder.path, creating: true)
        let person = try #require(try registered(store))
        let secret = try folder.text(
            PersonStore.keyFileName, "SELECT hex(secret) || hex(salt) FROM keys WHERE person = '\(person)'")
        let bytes = try #require(secret.flatMap(Data.init(hex:)))
        #expect(bytes.count == 64)
        #expect(try folder.content(PersonStore.keyFileName).range(of: bytes.prefix(32)) != nil)
        try store.eraseKey(of: person, at: Instant(microseconds: 0))
        #expect(throws: PersonStoreError.unreadable(person, .bank)) { try store.record(.bank, of: person) }
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            #expect(try folder.content(file).range(of: bytes.prefix(32)) == nil, "\(file)")
            #expect(try folder.content(file).range(of: bytes.suffix(32)) == nil, "\(file)")
        }
        #expect(try store.isErased(person) && store.erased().map(\.person) == [person])
        try store.eraseRecords(of: person)
        #expect(try store.record(.bank, of: person) == nil)
    }

    @Test func `both files are for their owner alone, and exposed keys are refused`() throws {
        let folder = try Folder()
        _ = try registered(PersonStore(folder: folder.path, creating: true))
        for name in [PersonStore.fileName, PersonStore.keyFileName] {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)[.posixPermissions]
            #expect((mode as? NSNumber)?.intValue == 0o600, "\(name)")
        }
        let path = folder.path + "/" + PersonStore.keyFileName
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(throws: PersonStoreError.keysExposed(path: path)) {
            try PersonStore(folder: folder.path, creating: false)
        }
    }

    @Test func `records without their key file, with another one or from elsewhere are refused`() throws {
        let folder = try Folder()
        #expect(throws: PersonStoreError.absent(folder: folder.path)) {
            try PersonStore(folder: folder.path, creating: false)
        }
        _ = try registered(PersonStore(folder: folder.path, creating: true))
        let path = folder.path + "/" + PersonStore.keyFileName
        let keys = try folder.content(PersonStore.keyFileName)
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: PersonStoreError.keysMissing(path: path)) {
            try PersonStore(folder: folder.path, creating: true)
        }
        let other = try Folder()
        _ = try registered(PersonStore(folder: other.path, creating: true))
        try folder.write(try other.content(PersonStore.keyFileName), PersonStore.keyFileName)
        #expect(throws: PersonStoreError.keysOfAnotherStore) { try PersonStore(folder: folder.path, creating: false) }
        try folder.write(keys, PersonStore.keyFileName)
        _ = try PersonStore(folder: folder.path, creating: false)
        try folder.alter(PersonStore.fileName, "PRAGMA user_version = 2")
        #expect(throws: PersonStoreError.foreign(path: folder.path + "/" + PersonStore.fileName)) {
            try PersonStore(folder: folder.path, creating: false)
        }
    }

    @Test func `the journal of accesses is kept in order, person by person`() throws {
        let folder = try Folder()
        let store = try PersonStore(folder: folder.path, creating: true)
        let person = try #require(try registered(store))
        let other = try #require(try registered(store, key: "k2"))
        let office = try #require(Actor("office"))
        let accesses = (0..<4).map { index in
            PersonStore.Access(
                at: Instant(seconds: Int64(index)), actor: office, person: index == 2 ? other : person,
                what: "show:bank")
        }
        try store.add(accesses)
        let read = try PersonStore(folder: folder.path, creating: false).accesses(to: person)
        #expect(read == accesses.filter { $0.person == person })
    }
}
