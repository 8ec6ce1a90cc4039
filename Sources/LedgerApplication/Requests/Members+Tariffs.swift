import EventLog
import LedgerValues
import ResidenceRules

extension Members {
    static let bare = Member<Money>.cents("bare_cents", "the bare rent", minimum: 0)
    static let charges = Member<Money>.cents("charges_cents", "the flat service charge", minimum: 0)
    static let furniture = Member<Money>.cents("furniture_cents", "the furniture supplement", minimum: 0)
    static let flat = Member<Money>.cents("flat_cents", "the rent of a row without components")
    static let thirtieth = Member<Money>.cents("thirtieth_cents", "the printed thirtieth")
    static let deposit = Member<Money>.cents("deposit_cents", "the printed deposit", minimum: 0)
    static let site = Member<String>.text("site", "the site")
    static let residence = Member<String>.text("residence", "the residence")
    static let typology = Member<String>.text("typology", "the type of the unit")
    static let occupancy = Member<TariffRow.Occupancy>.choice("occupancy", "what one price covers")

    static let stay = Member<TariffRow.Stay.Name>.choice(
        "stay", "the stays that the row prices; the university year if absent")
    static let coefficient = Member<Int64>.integer(
        "coefficient_bp", "a coefficient on the thirtieth of a stay of one to three months, in basis points",
        in: TariffRow.coefficients)
    static let correction = Member<Code>.identifier(
        "correction", .code, "the reason, when the rows correct clerical errors", .invalidCode, remedy: codeRemedy,
        make: Code.init)

    static let rows = rows(tariffRow) { reader throws(RequestError) in try TariffRow(reader) }

    /// The members of a tariff row: either the three components or `flat_cents`.
    private static let tariffRow: [CommandMember] = [
        .required(row), .required(fromOn), .required(toOn), .optional(bare), .optional(charges), .optional(furniture),
        .optional(flat), .optional(thirtieth), .required(deposit), .required(site), .required(residence),
        .required(typology), .required(occupancy), .optional(stay), .optional(coefficient),
    ]
}

extension TariffRow {
    fileprivate init(_ reader: MemberReader) throws(RequestError) {
        let (from, to) = (try reader.required(Members.fromOn), try reader.required(Members.toOn))
        guard from <= to else {
            throw RequestError(
                .invalidDate, field: reader.path(of: "to_on"), detail: "The last day lies before the first.",
                remedy: "Give a last day that is not before the first.")
        }
        self.init(
            id: try reader.required(Members.row), inForceFrom: from, inForceTo: to,
            monthly: try Self.breakdown(reader), thirtieth: try reader.optional(Members.thirtieth),
            deposit: try reader.required(Members.deposit), site: try reader.required(Members.site),
            residence: try reader.required(Members.residence), typology: try reader.required(Members.typology),
            occupancy: try reader.required(Members.occupancy), stay: try Self.stay(reader))
    }

    private static func stay(_ reader: MemberReader) throws(RequestError) -> Stay {
        let coefficient = try reader.optional(Members.coefficient)
        switch try reader.optional(Members.stay) ?? .universityYear {
        case .oneToThreeMonths: return .oneToThreeMonths(coefficient: coefficient)
        case .universityYear:
            guard coefficient == nil else {
                throw RequestError(
                    .conflictingFields, field: reader.path(of: "coefficient_bp"),
                    detail: "A coefficient is for stays of one to three months.",
                    remedy: "Remove coefficient_bp, or give the stay one_to_three_months.")
            }
            return .universityYear
        }
    }

    private static func breakdown(_ reader: MemberReader) throws(RequestError) -> RentBreakdown {
        guard let flat = try reader.optional(Members.flat) else {
            return .decomposed(
                bare: try reader.required(Members.bare), charges: try reader.required(Members.charges),
                furniture: try reader.required(Members.furniture))
        }
        for component in ["bare_cents", "charges_cents", "furniture_cents"] where reader.has(component) {
            throw RequestError(
                .conflictingFields, field: reader.path(of: component),
                detail: "A row has either its three components or flat_cents.",
                remedy: "Remove flat_cents, or the components.")
        }
        return .flat(flat)
    }
}
