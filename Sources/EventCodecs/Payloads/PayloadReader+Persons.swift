import EventLog
import LedgerValues

extension PayloadReader {
    static func personRegistered(_ reader: inout CanonicalJSONReader) throws(JSONError) -> PersonFact {
        var commitments: [PersonSection: Digest] = [:]
        if reader.keyIfPresent("bank_commitment") { commitments[.bank] = try reader.digest() }
        if reader.keyIfPresent("contact_commitment") { commitments[.contact] = try reader.digest() }
        try reader.key("identity_commitment")
        commitments[.identity] = try reader.digest()
        if reader.keyIfPresent("ine_commitment") { commitments[.ine] = try reader.digest() }
        return .registered(try reader.person("person"), commitments)
    }

    static func personDetailsChanged(_ reader: inout CanonicalJSONReader) throws(JSONError) -> PersonFact {
        try reader.key("commitment")
        let commitment = try reader.digest()
        return .detailsChanged(try reader.person("person"), try reader.choice("section"), commitment)
    }

    static func personLinked(_ reader: inout CanonicalJSONReader) throws(JSONError) -> PersonFact {
        let contract = try reader.contract("contract")
        return .linked(try reader.person("person"), contract)
    }
}
