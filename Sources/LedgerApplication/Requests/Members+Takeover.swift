import EventLog
import LedgerValues
import ResidenceRules

/// The members of a takeover, and of the open items that it brings.
extension Members {
    static let keysOn = Member<CalendarDate>.day("keys_on", "the day on which the keys were handed over")
    static let depositHeld = Member<Money>.cents("deposit_cents", "the deposit held", minimum: 0)
    static let advanceHeld = Member<Money>.cents("advance_cents", "the advance not applied yet", minimum: 0)
    static let credit = Member<Money>.cents("credit_cents", "what was paid and matched with nothing", minimum: 0)
    private static let itemKind = Member<CarriedItem.Kind>.choice("kind", "what is owed")
    private static let openAmount = Member<Money>.cents("amount_cents", "what is still open")
    private static let itemDueOn = Member<CalendarDate>.day("due_on", "the day on which it was or is due")
    private static let itemLabel = Member<Code>.identifier(
        "item", .code, "its label, such as a month", .invalidCode,
        remedy: "Give a code of 1 to 48 letters, digits and characters of _ . -, never free text.", make: Code.init)

    static let items = Member<[CarriedItem]>(
        "items", .objects(openItem), "what is still unpaid"
    ) { (value, field) throws(RequestError) in
        guard case .array(let elements) = value else { throw value.wrongType("an array", field) }
        guard elements.count <= largestItemCount else {
            throw RequestError(
                .numberOutOfRange, field: field, detail: "There are more than \(largestItemCount) items.")
        }
        var items: [CarriedItem] = []
        for (index, element) in elements.enumerated() {
            let reader = try MemberReader(element, path: "\(field)[\(index)]", members: openItem)
            items.append(
                CarriedItem(
                    kind: try reader.required(itemKind), dueOn: try reader.required(itemDueOn),
                    amount: try reader.required(openAmount), item: try reader.required(itemLabel)))
        }
        return items
    }

    /// One event holds them all, and an event has at most 65,535 bytes.
    private static let largestItemCount = 200

    private static let openItem: [CommandMember] = [
        .required(itemKind), .required(itemDueOn), .required(openAmount), .required(itemLabel),
    ]

    static let takeover: [CommandMember] = [
        .required(effectOn), .required(endOn), .required(row), .optional(programme), .required(keysOn),
        .optional(depositHeld), .optional(advanceHeld), .optional(credit), .optional(items),
    ]
}

extension Takeover {
    init(_ reader: MemberReader) throws(RequestError) {
        self.init(
            term: Term(
                effectiveOn: try reader.required(Members.effectOn), endsOn: try reader.required(Members.endOn),
                row: try reader.required(Members.row)),
            programme: try reader.optional(Members.programme) ?? .standard,
            keysOn: try reader.required(Members.keysOn),
            deposit: try reader.optional(Members.depositHeld) ?? .zero,
            advance: try reader.optional(Members.advanceHeld) ?? .zero,
            credit: try reader.optional(Members.credit) ?? .zero, items: try reader.optional(Members.items) ?? [])
    }
}
