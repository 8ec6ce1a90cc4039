import EventLog
public import LedgerValues

/// A section of a person as a request gives it: checked, in its canonical form.
public struct PersonSectionRequest: Hashable, Sendable {
    public let section: PersonSection
    /// The canonical bytes of the section's object: what is encrypted and committed to.
    public let bytes: [UInt8]
    /// Set for the section ``PersonSection/ine``.
    public let number: StudentNumber?
}

/// Reads requests about persons, strictly. Nothing of an error repeats a value.
public enum PersonJSON {
    /// A new person: an object with `identity`, and perhaps `ine`, `contact` and `bank`.
    public static func registration(_ bytes: [UInt8]) throws(RequestError) -> [PersonSectionRequest] {
        try reading(bytes) { object throws(RequestError) in
            let reader = MemberReader(object)
            try reader.refuseOthers(than: PersonMembers.sections)
            guard reader.has(PersonSection.identity.rawValue) else {
                throw reader.missing(PersonSection.identity.rawValue, "names and birth day")
            }
            var sections: [PersonSectionRequest] = []
            for section in PersonSection.allCases {
                guard let value = object[section.rawValue] else { continue }
                sections.append(try self.section(value, section, path: section.rawValue))
            }
            return sections
        }
    }

    /// A section that takes the place of the one before.
    public static func section(_ bytes: [UInt8], _ section: PersonSection) throws(RequestError) -> PersonSectionRequest
    {
        try reading(bytes) { object throws(RequestError) in try self.section(.object(object), section, path: "") }
    }

    /// The student number of a person who is looked for.
    public static func lookup(_ bytes: [UInt8]) throws(RequestError) -> StudentNumber {
        try reading(bytes) { object throws(RequestError) in
            try MemberReader(.object(object), path: "", members: [.required(PersonMembers.ine)])
                .required(PersonMembers.ine)
        }
    }

    private static func reading<Value>(
        _ bytes: [UInt8], _ body: (JSONObject) throws(RequestError) -> Value
    ) throws(RequestError) -> Value {
        do throws(RequestError) { return try body(try CommandJSON.parse(bytes)) } catch {
            throw error.placed(in: bytes)
        }
    }

    private static func section(
        _ value: JSONValue, _ section: PersonSection, path: String
    ) throws(RequestError) -> PersonSectionRequest {
        let number = try PersonMembers.check(value, section, path: path)
        do throws(JSONError) {
            return PersonSectionRequest(section: section, bytes: try value.canonicalBytes(), number: number)
        } catch {
            throw RequestError(.malformedJSON, detail: "The text has no canonical form: \(error.detail).")
        }
    }
}

/// The members of the sections of a person.
enum PersonMembers {
    static let sections = PersonSection.allCases.map {
        CommandMember(name: $0.rawValue, form: .objects([]), isRequired: $0 == .identity, summary: "")
    }

    /// *Civilité*.
    enum Civility: String, CaseIterable, Sendable {
        case mister = "M", madam = "MME"
    }

    static let civility = Member<Civility>.choice("civility", "civilité")
    static let familyName = Member<String>.text("family_name", "the family name", maximumBytes: 128)
    static let usualName = Member<String>.text("usual_name", "the name in use, where it is another", maximumBytes: 128)
    static let givenNames = Member<String>.text("given_names", "the given names", maximumBytes: 128)
    static let bornOn = Member<CalendarDate>("born_on", .day, "the birth day") { (value, field) throws(RequestError) in
        guard let day = CalendarDate(try value.text(field)), (1900...2099).contains(day.components.year) else {
            throw RequestError(
                .invalidDate, field: field, detail: "The value is no day from 1900 to 2099.",
                remedy: "Write a day of the calendar as YYYY-MM-DD.")
        }
        return day
    }
    static let birthPlace = Member<String>.text("birth_place", "the birth place", maximumBytes: 128)
    static let ine = Member<StudentNumber>("ine", .text(maximumBytes: 11), "the student number") {
        (value, field) throws(RequestError) in
        guard let number = StudentNumber(try value.text(field)) else {
            throw RequestError(.invalidINE, field: field, detail: "The value is no student number.")
        }
        return number
    }
    static let street = Member<String>.text("street", "number and street", maximumBytes: 140)
    static let complement = Member<String>.text("complement", "building, floor, care of", maximumBytes: 140)
    static let postalCode = Member<String>.text("postal_code", "the postal code", maximumBytes: 16)
    static let city = Member<String>.text("city", "the town", maximumBytes: 128)
    static let country = Member<String>.text("country", "the country", maximumBytes: 64)
    static let mail = Member<String>("mail", .text(maximumBytes: 254), "the mail address") {
        (value, field) throws(RequestError) in
        let text = try value.text(field)
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), parts.count == 2,
            parts.allSatisfy({ !$0.isEmpty })
        else { throw RequestError(.invalidText, field: field, detail: "The value is no mail address.") }
        return text
    }
    static let phone = Member<String>("phone", .text(maximumBytes: 16), "the telephone number") {
        (value, field) throws(RequestError) in
        let text = try value.text(field)
        let digits = text.hasPrefix("+") ? text.dropFirst() : text[...]
        guard (6...15).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw RequestError(
                .invalidText, field: field, detail: "The value is no telephone number.",
                remedy: "Give 6 to 15 digits without spaces, after a + where the country is meant.")
        }
        return text
    }
    static let holder = Member<String>.text("holder", "who holds the account", maximumBytes: 70)
    static let iban = Member<IBAN>("iban", .text(maximumBytes: 34), "the IBAN") {
        (value, field) throws(RequestError) in
        guard let iban = IBAN(try value.text(field)) else {
            throw RequestError(
                .invalidIBAN, field: field, detail: "The value has not the form, or the check digits, of an IBAN.")
        }
        return iban
    }
    static let bic = Member<BIC>("bic", .text(maximumBytes: 11), "the bank's code") {
        (value, field) throws(RequestError) in
        guard let bic = BIC(try value.text(field)) else {
            throw RequestError(.invalidBIC, field: field, detail: "The value has not the form of a BIC.")
        }
        return bic
    }

    /// Checks every member of a section.
    ///
    /// - Returns: the student number, where the section is one.
    static func check(
        _ value: JSONValue, _ section: PersonSection, path: String
    ) throws(RequestError) -> StudentNumber? {
        switch section {
        case .identity:
            let reader = try MemberReader(
                value, path: path,
                members: [
                    .optional(civility), .required(familyName), .optional(usualName), .required(givenNames),
                    .required(bornOn), .optional(birthPlace),
                ])
            _ = try reader.optional(civility)
            _ = (try reader.required(familyName), try reader.required(givenNames), try reader.required(bornOn))
            _ = (try reader.optional(usualName), try reader.optional(birthPlace))
        case .ine:
            return try MemberReader(value, path: path, members: [.required(ine)]).required(ine)
        case .contact:
            let texts = [street, complement, postalCode, city, country, mail, phone]
            let reader = try MemberReader(value, path: path, members: texts.map { .optional($0) })
            var given = 0
            for text in texts where try reader.optional(text) != nil { given += 1 }
            if given == 0 { throw reader.missing(mail.name, "a section that changes holds something") }
        case .bank: _ = try BankDetails(value, path: path)
        }
        return nil
    }
}

extension BankDetails {
    /// Reads the section ``PersonSection/bank``.
    init(_ value: JSONValue, path: String) throws(RequestError) {
        let reader = try MemberReader(
            value, path: path,
            members: [
                .required(PersonMembers.holder), .required(PersonMembers.iban), .optional(PersonMembers.bic),
            ])
        self.init(
            holder: try reader.required(PersonMembers.holder), iban: try reader.required(PersonMembers.iban),
            bic: try reader.optional(PersonMembers.bic))
    }
}
