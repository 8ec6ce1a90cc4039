import EventCodecs
import EventLog
import Testing

@Suite struct `Strict decoding` {
    @Test(arguments: Golden.all) func `a payload is refused for every fault of its members`(_ golden: Golden) throws {
        let (kind, version, payload) = try golden.content()
        let object = try Members(payload)
        _ = try read(kind, version: version, object.text())
        for fault in object.faults(optional: Self.optionalInPayload.union(Self.optionalByKind[kind] ?? [])) {
            #expect(throws: JSONError.self, "\(golden): \(fault.what)") {
                try read(kind, version: version, fault.bytes)
            }
        }
    }

    @Test(arguments: Golden.all) func `an envelope is refused for every fault of its members`(_ golden: Golden) throws {
        let object = try Members(golden.bytes)
        for fault in object.faults(optional: Self.optionalInEnvelope) {
            #expect(throws: (any Error).self, "\(golden): \(fault.what)") {
                try Golden(name: golden.name, bytes: fault.bytes).withEnvelope { try $0.checkNames() }
            }
        }
    }

    @Test func `components that do not sum to their amount are refused`() throws {
        for golden in Golden.all {
            let (kind, version, payload) = try golden.content()
            let object = try Members(payload)
            for sum in ["amount_cents", "total_cents"] where object.has(sum) && object.members.count > 3 {
                let wrong = try object.replacing(sum) { .integer($0 + 1) }
                guard Self.hasComponents(kind) else { continue }
                #expect(throws: JSONError.self, "\(golden)") {
                    try read(kind, version: version, wrong.text())
                }
            }
        }
    }

    @Test func `a name that is no name is refused where bytes are judged`() throws {
        let golden = try #require(Golden.all.first { (try? Members($0.bytes).has("idempotency_key")) == true })
        let object = try Members(golden.bytes)
        for (member, text) in [
            ("actor", "two words"), ("actor", ""), ("stream", "Contract/a"), ("stream", "contract/"),
            ("idempotency_key", ""), ("idempotency_key", "1234567890A"), ("actor", "1234567890A"),
        ] {
            let bytes = try object.setting(member, to: .string(text)).text()
            #expect(throws: (any Error).self, "\(member) \(text)") {
                try Golden(name: golden.name, bytes: bytes).withEnvelope { try $0.checkNames() }
            }
        }
    }

    private static let optionalInPayload: Set<String> = [
        "departure_on", "due_on", "origin_contract", "reference", "rule_change", "without_representative",
        "lost_from", "lost_through",
    ]

    /// Members that are optional in one type and required in others.
    private static let optionalByKind: [EventKind: Set<String>] = [
        .booksExported: ["contract", "from_on"],
        .personRegistered: ["bank_commitment", "contact_commitment", "ine_commitment"],
        .admissionRepealed: ["ground"], .ledgerOpened: ["checkpoint_key"], .effectDeferred: ["effect_on"],
        .insuranceRegistered: ["to_on"],
        .serviceCharged: ["quantity_hundredths"], .serviceSold: ["quantity_hundredths"],
        .chargeCancelled: ["quantity_hundredths"], .keysReturned: ["items"], .possessionRecovered: ["items"],
        .servicePricePublished: ["price_cents", "to_on"], .shortStayRatePublished: ["to_on"],
        .paymentReceived: ["lines"], .receiptAllocated: ["lines", "month"],
        .tariffPublished: ["coefficient_bp", "stay", "thirtieth_cents"],
        .tariffCorrected: ["coefficient_bp", "stay", "thirtieth_cents"],
        .refundReturned: ["wire_position"],
        .vatRateAdopted: ["rate_bp"], .shortStayBooked: ["rate_bp"], .serviceChargeReversed: ["quantity_hundredths"],
    ]

    private static let optionalInEnvelope: Set<String> = [
        "accounting_on", "causation", "effective_at", "idempotency_key",
    ]

    private static func hasComponents(_ kind: EventKind) -> Bool {
        [
            EventKind.rentCharged, .rentChargeReversed, .indemnityCharged, .indemnityChargeReversed, .tariffPublished,
            .shortStayCharged, .shortStayChargeReversed,
            .tariffCorrected,
        ].contains(kind)
    }
}
