import EventLog
import LedgerValues
import ResidenceRules

extension PayloadReader {
    static func proposal(_ reader: inout CanonicalJSONReader) throws(JSONError) -> AllocationProposal {
        let advance = try reader.positiveCents("advance_cents")
        let effect = try reader.day("effect_on")
        try reader.key("expires_at")
        let expires = try reader.instant()
        try reader.key("notified_at")
        let notified = try reader.instant()
        return AllocationProposal(
            effectiveOn: effect, programme: try reader.choice("programme"), notifiedAt: notified, expiresAt: expires,
            advance: advance)
    }

    static func admission(_ reader: inout CanonicalJSONReader) throws(JSONError) -> AdmissionDecision {
        let assigned = try reader.day("assigned_on")
        let deposit = try reader.cents("deposit_cents")
        let effect = try reader.day("effect_on")
        let end = try reader.day("end_on")
        let programme: Programme = try reader.choice("programme")
        let term = Term(effectiveOn: effect, endsOn: end, row: try reader.row("row"))
        return AdmissionDecision(term: term, programme: programme, assignedOn: assigned, deposit: deposit)
    }

    static func sundry(
        _ kind: SundryCharge.Kind, _ reader: inout CanonicalJSONReader
    ) throws(JSONError) -> SundryCharge {
        let due = try reader.day("due_on")
        let item = try reader.code("item")
        let net = try reader.positiveCents("net_cents")
        let quantity = kind == .service ? try reader.quantityIfPresent() : nil
        let reference = try reader.codeIfPresent("reference")
        return SundryCharge(
            kind: kind, net: net, vat: try reader.cents("vat_cents"), dueOn: due, item: item, quantity: quantity,
            reference: reference)
    }

    static func serviceSold(_ reader: inout CanonicalJSONReader) throws(JSONError) -> LedgerFact {
        let item = try reader.code("item")
        let means: Means = try reader.choice("means")
        let net = try reader.positiveCents("net_cents")
        let quantity = try reader.quantityIfPresent()
        let reference = try reader.codeIfPresent("reference")
        return .serviceSold(
            ServiceSale(
                item: item, quantity: quantity, net: net, vat: try reader.cents("vat_cents"), reference: reference,
                means: means))
    }

    static func inventory(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ExitInventory {
        let report: ConditionReport = try reader.choice("inventory")
        var items: [Code] = []
        if reader.keyIfPresent("items") {
            try reader.beginArray()
            while reader.arrayHasNext() { items.append(try reader.codeValue("items")) }
            try reader.endArray()
            try reader.check(!items.isEmpty && Set(items).count == items.count, "items are absent or repeated")
        }
        guard reader.keyIfPresent("without_representative") else { return ExitInventory(report, items: items) }
        try reader.check(try reader.bool(), "without_representative is true or absent")
        return ExitInventory(report, items: items, withoutRepresentative: true)
    }

    static func repeal(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let ground: RepealGround? = try reader.choiceIfPresent("ground")
        return .admissionRepealed(effectiveOn: try reader.day("repeal_on"), ground: ground)
    }

    static func chargeCancelled(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let position = try reader.position("charge_position")
        let due = try reader.day("due_on")
        let item = try reader.code("item")
        let kind: SundryCharge.Kind = try reader.choice("kind")
        let net = try reader.positiveCents("net_cents")
        let quantity = try reader.quantityIfPresent()
        let reference = try reader.codeIfPresent("reference")
        let vat = try reader.cents("vat_cents")
        return .chargeCancelled(
            charge: position,
            SundryCharge(
                kind: kind, net: net, vat: vat, dueOn: due, item: item, quantity: quantity, reference: reference))
    }

    static func voided(_ reader: inout CanonicalJSONReader) throws(JSONError) -> FactCorrection {
        let position = try reader.position("fact_position")
        return .voided(position: position, ground: try reader.code("ground"))
    }

    static func indemnityBase(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let thirtieth = try reader.positiveCents("thirtieth_cents")
        return .indemnityBaseSet(total: try reader.positiveCents("total_cents"), thirtieth: thirtieth)
    }

    static func refundWired(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ContractFact {
        let amount = try reader.positiveCents("amount_cents")
        return .refundWired(try reader.choice("kind"), amount)
    }

    static func policy(_ reader: inout CanonicalJSONReader) throws(JSONError) -> LedgerFact {
        let from = try reader.day("from_on")
        let key: PolicyKey = try reader.choice("policy")
        try reader.key("value")
        let value: PolicyValue = key.allowedCodes.isEmpty ? .number(try reader.integer()) : .code(try reader.string())
        try reader.check(key.accepts(value), "the value is none of the policy")
        return .policyAdopted(key, value, from: from)
    }

    static func billingRun(_ reader: inout CanonicalJSONReader) throws(JSONError) -> BillingRun {
        let contracts = try reader.count("contracts")
        let failures = try reader.count("failures")
        let knownAt = try reader.position("known_at")
        let postings = try reader.count("postings")
        let ruleChange = reader.keyIfPresent("rule_change") ? try reader.codeValue("rule_change") : nil
        return BillingRun(
            through: try reader.day("through_on"), knownAt: knownAt, contracts: contracts, postings: postings,
            failures: failures, ruleChange: ruleChange)
    }

    static func seal(_ reader: inout CanonicalJSONReader) throws(JSONError) -> BooksSeal {
        let debits = try reader.cents("debit_cents")
        let knownAt = try reader.position("known_at")
        let open = try reader.cents("open_cents")
        let items = try reader.count("open_items")
        try reader.key("open_items_hash")
        let openItems = try reader.digest()
        let through = try reader.day("through_on")
        try reader.key("trial_balance_hash")
        return BooksSeal(
            through: through, knownAt: knownAt, debits: debits, trialBalance: try reader.digest(), items: items,
            open: open, openItems: openItems)
    }

    static func opening(_ reader: inout CanonicalJSONReader) throws(JSONError) -> LedgerOpening {
        var key: CheckpointKey?
        if reader.keyIfPresent("checkpoint_key") {
            try reader.beginObject()
            key = try checkpointKey(&reader)
            try reader.endObject()
        }
        return LedgerOpening(crous: try reader.code("crous"), key: key)
    }

    static func keyAdoption(_ reader: inout CanonicalJSONReader) throws(JSONError) -> KeyAdoption {
        let from = try reader.positionIfPresent("lost_from")
        let through = try reader.positionIfPresent("lost_through")
        return KeyAdoption(try checkpointKey(&reader), lostFrom: from, lostThrough: through)
    }

    private static func checkpointKey(_ reader: inout CanonicalJSONReader) throws(JSONError) -> CheckpointKey {
        let origin = try reader.text("origin")
        try reader.check(CheckpointKey.isOrigin(origin), "origin is none")
        try reader.key("public_key")
        return CheckpointKey(origin: origin, publicKey: try reader.digest())
    }

    static func schemaRegistered(_ reader: inout CanonicalJSONReader) throws(JSONError) -> RecordedEvent {
        try reader.key("hash")
        let hash = try reader.digest()
        let type = try reader.text("type")
        try reader.check(isTypeName(type), "type is no kebab-case name")
        let version = try reader.count("version")
        try reader.check((1...1_000).contains(version), "version is not 1 to 1000")
        return .schemaRegistered(type: type, version: Int(version), hash: hash)
    }

    /// 1 to 64 characters: a lower-case letter, then `[a-z0-9-]`.
    private static func isTypeName(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, bytes.count <= 64, (0x61...0x7A).contains(first) else { return false }
        return bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
}
