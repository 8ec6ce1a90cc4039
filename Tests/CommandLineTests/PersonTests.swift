import Foundation
import Testing

@Suite struct PersonCommandTests {
    private static let marie = """
        {"identity":{"family_name":"Durand","given_names":"Marie","born_on":"2006-03-14"},
         "ine":{"ine":"1234567890A"},"bank":{"holder":"Marie Durand","iban":"FR7630006000011234567890189"}}
        """

    @Test func `a person is added, linked, shown, changed and found`() throws {
        let folder = try Folder.withTariff()
        try folder.run("record", try folder.file("commands", WorkedTenancy.commands))
        let missing = try folder.run("person", "show", String(repeating: "0", count: 32))
        #expect(missing.status == 2 && missing.errors.contains("nobody was registered"))
        let marie = try folder.file("marie.json", Self.marie)
        let added = try folder.run("person", "add", marie, "--key", "k1")
        #expect(added.status == 0)
        let person = added.output.trimmingCharacters(in: .newlines)
        #expect(try folder.run("person", "add", marie, "--key", "k1").output == added.output)
        let taken = try folder.run("person", "add", marie, "--key", "k2")
        #expect(taken.status == 1 && taken.errors.contains("INE_TAKEN (R-002)"))

        #expect(try folder.run("person", "link", "--contract", "c1", person).status == 0)
        #expect(try folder.run("person", "link", "--contract", "c1", String(repeating: "0", count: 32)).status == 1)
        let shown = try folder.run("person", "show", person)
        #expect(shown.status == 0)
        #expect(shown.output.contains(#""contracts":["c1"]"#) && shown.output.contains("FR7630006000011234567890189"))
        let rib = try folder.file("rib.json", #"{"holder":"Marie Durand","iban":"BE68539007547034"}"#)
        #expect(try folder.run("person", "change", person, "bank", rib).status == 0)
        let bank = try folder.run("person", "show", person, "--section", "bank")
        #expect(bank.output.contains("BE68539007547034") && !bank.output.contains("2006-03-14"))
        let number = try folder.file("ine.json", #"{"ine":"1234567890A"}"#)
        #expect(try folder.run("person", "find", number).output == added.output)
        #expect(try folder.run("verify").status == 0)
        #expect(try !folder.run("events").output.contains("Durand"))
    }

    @Test func `bad input says which member, and never what it held`() throws {
        let folder = try Folder.withTariff()
        let wrong = Self.marie.replacing("FR7630006000011234567890189", with: "FR7630006000011234567890188")
        let outcome = try folder.run("person", "add", try folder.file("wrong.json", wrong))
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(#/INVALID_IBAN \(.+\) at bank\.iban: /#) && !outcome.errors.contains("FR76"))
        let french = try folder.run("--lang", "fr", "person", "add", try folder.file("wrong.json", wrong))
        #expect(french.errors.contains("clé de contrôle"))
        #expect(try folder.run("person", "show", "marie").status == 2)
    }
}
