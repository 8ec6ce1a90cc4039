import EventLog
import LedgerValues

extension PayloadWriter {
    static func write(_ fact: PersonFact, _ writer: inout CanonicalJSONWriter) {
        switch fact {
        case .registered(let person, let commitments):
            writer.digest("bank_commitment", ifPresent: commitments[.bank])
            writer.digest("contact_commitment", ifPresent: commitments[.contact])
            writer.digest("identity_commitment", ifPresent: commitments[.identity])
            writer.digest("ine_commitment", ifPresent: commitments[.ine])
            writer.text("person", person.text)
        case .detailsChanged(let person, let section, let commitment):
            writer.digest("commitment", ifPresent: commitment)
            writer.text("person", person.text)
            writer.text("section", section.rawValue)
        case .linked(let person, let contract):
            writer.text("contract", contract.text)
            writer.text("person", person.text)
        case .erased(let person): writer.text("person", person.text)
        }
    }
}

extension CanonicalJSONWriter {
    fileprivate mutating func digest(_ name: StaticString, ifPresent value: Digest?) {
        guard let value else { return }
        key(name)
        digest(value)
    }
}
