import EventLog
import Exports
import LedgerValues

extension PersonDetails {
    /// Whom letters go to; nil when no name is kept, or none was asked for.
    var addressee: Addressee? {
        guard case .object(let identity)? = sections[.identity]?.value else { return nil }
        let names = MemberReader(identity)
        guard let given = try? names.required(PersonMembers.givenNames),
            let family = (try? names.optional(PersonMembers.usualName))
                ?? (try? names.required(PersonMembers.familyName))
        else { return nil }
        let title = (try? names.optional(PersonMembers.civility)).map { $0 == .madam ? "Mme" : "M." }
        return Addressee(
            name: [title, given, family].compactMap { $0 }.joined(separator: " "), address: postalAddress)
    }

    /// From the most precise line to the country, as the post wants it.
    private var postalAddress: [String] {
        guard case .object(let contact)? = sections[.contact]?.value else { return [] }
        let reader = MemberReader(contact)
        func text(_ member: Member<String>) -> String? { try? reader.optional(member) }
        let town = [text(PersonMembers.postalCode), text(PersonMembers.city)].compactMap { $0 }.joined(separator: " ")
        return [
            text(PersonMembers.complement), text(PersonMembers.street), town.isEmpty ? nil : town,
            text(PersonMembers.country),
        ].compactMap { $0 }
    }
}
