import EventLog
import LedgerApplication
import LedgerValues
import Testing

/// What a request about a person may hold.
@Suite struct PersonRequestTests {
    private static let identity = #""identity":{"family_name":"Durand","given_names":"Marie","born_on":"2006-03-14"}"#

    private func fault(_ text: String) throws -> RequestError? {
        do throws(RequestError) { _ = try PersonJSON.registration(Array(text.utf8)) } catch { return error }
        return nil
    }

    @Test func `the worked example is read, in canonical form`() throws {
        let sections = try PersonJSON.registration(Array(PersonBooks.marie.utf8))
        #expect(sections.map(\.section) == [.bank, .contact, .identity, .ine])
        #expect(sections.compactMap(\.number).map(\.text) == ["1234567890A"])
        let text = String(decoding: sections[0].bytes, as: UTF8.self)
        #expect(text == #"{"bic":"AGRIFRPP","holder":"Marie Durand","iban":"FR7630006000011234567890189"}"#)
    }

    @Test(arguments: [
        ("{}", RequestErrorCode.missingField, "identity"),
        (#"{"identity":{"family_name":"Durand","given_names":"Marie"}}"#, .missingField, "identity.born_on"),
        (
            #"{"identity":{"family_name":"D","given_names":"M","born_on":"14/03/2006"}}"#, .invalidDate,
            "identity.born_on"
        ),
        (
            #"{"identity":{"family_name":"D","given_names":"M","born_on":"1899-12-31"}}"#, .invalidDate,
            "identity.born_on"
        ),
        (
            #"{"identity":{"family_name":"","given_names":"M","born_on":"2006-03-14"}}"#, .invalidText,
            "identity.family_name"
        ),
        (
            #"{"identity":{"family_name":"1234567890A","given_names":"M","born_on":"2006-03-14"}}"#,
            .ineIsNotATenantCode, "identity.family_name"
        ),
        (
            #"{\#(identity),"contact":{"street":"Badge de Marie, n°1234567890a"}}"#, .ineIsNotATenantCode,
            "contact.street"
        ),
        (#"{\#(identity),"ine":{"ine":"1234567890a"}}"#, .invalidINE, "ine.ine"),
        (#"{\#(identity),"ine":{"ine":"12345678AB"}}"#, .invalidINE, "ine.ine"),
        (#"{\#(identity),"ine":"1234567890A"}"#, .wrongType, "ine"),
        (#"{\#(identity),"contact":{}}"#, .missingField, "contact.mail"),
        (#"{\#(identity),"contact":{"mail":"marie"}}"#, .invalidText, "contact.mail"),
        (#"{\#(identity),"contact":{"phone":"call me"}}"#, .invalidText, "contact.phone"),
        (#"{\#(identity),"bank":{"holder":"M","iban":"FR7630006000011234567890188"}}"#, .invalidIBAN, "bank.iban"),
        (#"{\#(identity),"bank":{"holder":"M","iban":"BE68539007547034","bic":"AGRIFR"}}"#, .invalidBIC, "bank.bic"),
        (#"{\#(identity),"bank":{"iban":"BE68539007547034"}}"#, .missingField, "bank.holder"),
        (#"{\#(identity),"bank":{"holder":"M","iban":"BE68539007547034","name":"M"}}"#, .unknownField, "bank.name"),
        (#"{\#(identity),"nationality":{}}"#, .unknownField, "nationality"),
    ])
    func `what is not allowed is refused with its place`(text: String, code: RequestErrorCode, field: String) throws {
        let error = try #require(try fault(text))
        #expect(error.code == code)
        #expect(error.field == field)
        for value in ["Durand", "Marie", "1234567890", "FR76", "BE68", "call me"] {
            #expect(!error.detail.contains(value), "\(error.detail)")
        }
    }

    @Test func `an error of a section, or of a search, repeats no value`() throws {
        #expect(throws: RequestError.self) { try PersonJSON.section(Array(#"{"holder":"M"}"#.utf8), .bank) }
        #expect(throws: RequestError.self) { try PersonJSON.lookup(Array(#"{"ine":"12345"}"#.utf8)) }
        #expect(try PersonJSON.lookup(Array(#"{"ine":"123456789AB"}"#.utf8)).text == "123456789AB")
    }
}
