import Foundation
import LedgerValues
import ResidenceRules
import Testing

@testable import Exports

/// What a person reads on an entry.
@Suite struct EntryLabelTests {
    private static func charge(
        _ kind: SundryCharge.Kind, _ item: String, _ names: ServiceNames = ServiceNames(PriceList())
    ) -> String {
        EntryLabel.text(
            .sundryCharged(
                SundryCharge(
                    kind: kind, net: Money(cents: 4_000), vat: .zero, dueOn: day("2026-11-20"),
                    item: require(Code(item)))), names)
    }

    @Test func `a service of the voted tariff has its French name, and another keeps its code`() {
        #expect(Self.charge(.service, "CLEANING_EXIT_HOUR") == "Prestation : heure de ménage à la sortie du logement")
        #expect(Self.charge(.damage, "LOCK") == "Dégradation : serrure")
        #expect(Self.charge(.cost, "BAILIFF-7") == "Frais : BAILIFF-7")
    }

    @Test func `what the price published last says comes first, on one line without a bar`() {
        var prices = PriceList()
        for label in ["Panier repas", " Petit-déjeuner | buffet\t(7 h\u{2028}à 9 h)\n"] {
            prices.publish(
                ServicePrice(
                    code: require(Code("BREAKFAST")), label: label, unit: .flat, price: Money(cents: 350),
                    excludesVAT: false, inForceFrom: day("2026-09-01"), inForceTo: nil))
        }
        let names = ServiceNames(prices)
        #expect(Self.charge(.service, "BREAKFAST", names) == "Prestation : Petit-déjeuner / buffet (7 h à 9 h)")
        #expect(Self.charge(.damage, "LOCK", names) == "Dégradation : serrure")
    }

    @Test func `every service of the voted tariff has a name`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let table = try String(
            contentsOf: root.appendingPathComponent("Tools/Tariffs/services_2026.csv"), encoding: .utf8)
        let codes = table.split(separator: "\n").dropFirst().compactMap { $0.split(separator: ",").first }
        #expect(codes.count > 20)
        for code in codes { #expect(ServiceNames.standard[String(code)] != nil, "\(code)") }
    }

    @Test func `money that waits says why in words`() {
        func label(_ refusal: String) -> String {
            EntryLabel.text(
                .receiptUnallocated(
                    UnallocatedReceipt(
                        purpose: .advance, amount: Money(cents: 7_000), refusal: require(Code(refusal)))),
                ServiceNames(PriceList()))
        }
        #expect(
            label("ADVANCE_LATE")
                == "Recette à classer, virement : l'avance sur loyer est arrivée après l'expiration du délai de paiement"
        )
        #expect(label("OF_ANOTHER_VERSION") == "Recette à classer, virement : OF_ANOTHER_VERSION")
        for code in RejectionCode.allCases {
            let text = label(code.rawValue)
            #expect(!text.contains(code.rawValue), "\(text)")
            #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "|" }, "\(text)")
        }
    }

    @Test func `a Crous is called by its name`() {
        #expect(CrousName.text("NORMANDIE") == "Crous de Normandie")
        #expect(CrousName.text("orleans-tours") == "Crous d'Orléans-Tours")
        #expect(CrousName.text("TESTS") == "Crous TESTS")
    }

    @Test func `a SIREN may stand in groups of three`() {
        #expect(SIREN("732 829 320")?.text == "732829320" && SIREN("732829320") != nil)
        #expect(SIREN("73 2829 320") == nil && SIREN(" 732829320") == nil && SIREN("732 829 321") == nil)
    }
}
