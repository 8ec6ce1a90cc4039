import Exports
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// What a tenant is given on paper.
@Suite struct PagesTests {
    private static let row = TariffRow(
        id: require(TariffRowID("ATHENA/PLEIADE/T1/SINGLE")), inForceFrom: day("2026-09-01"),
        inForceTo: day("2027-08-31"),
        monthly: .decomposed(
            bare: Money(cents: 20_137), charges: Money(cents: 14_180), furniture: Money(cents: 1_550)),
        thirtieth: Money(cents: 1_196), deposit: Money(cents: 35_900), site: "Athéna",
        residence: "Les <Pléiades> & Cie",
        typology: "T1", occupancy: .single)

    /// Housed from September, with payments of a day and an amount in cents, billed through a day.
    private static func statement(
        _ payments: [(String, Int64)], billed: String, asOf: String
    ) throws -> ContractStatement {
        var tariffs = TariffTable()
        tariffs.publish(row, on: row.inForceFrom, position: 1)
        let context = RuleContext(tariffs: tariffs, policies: .initial(from: day("2000-01-01")))
        var state = ContractState()
        var position: Int64 = 0
        let term = Term(effectiveOn: day("2026-09-01"), endsOn: day("2027-08-31"), row: row.id)
        let facts: [(String, ContractFact)] =
            [
                (
                    "2026-07-02",
                    .admissionDecided(
                        AdmissionDecision(
                            term: term, programme: .standard, assignedOn: day("2026-07-02"),
                            deposit: Money(cents: 35_900)))
                ), ("2026-07-10", .depositPaid(Money(cents: 35_900))), ("2026-09-01", .keysHandedOver),
            ] + payments.map { ($0.0, .paymentReceived(Money(cents: $0.1))) }
        for (text, fact) in facts {
            position += 1
            state.file(fact, at: EffectiveMoment(day: day(text)), position: position)
        }
        for found in try Billing.missing(
            facts: state.facts, postings: [], through: day(billed), nextPosition: position + 1, context)
        {
            position += 1
            state.post(found.posting, on: found.effectiveOn, position: position)
        }
        return try ContractStatement(state, asOf: day(asOf), context)
    }

    private static func sheet(_ asOf: String, to addressee: Addressee? = nil) -> Sheet {
        Sheet(
            crous: "normandie", contract: require(ContractID("c1")), tenantCode: TenantCode("L001"), unit: row,
            names: ServiceNames(PriceList()), addressee: addressee, asOf: day(asOf), position: 42,
            recordedOn: day("2026-10-02"))
    }

    @Test func `a quittance names period, components, settlement and the position that proves it`() throws {
        let statement = try Self.statement([("2026-09-01", 35_867)], billed: "2026-09-30", asOf: "2026-09-30")
        let page = try #require(ReceiptPages.html(statement.receipts, on: Self.sheet("2026-09-30")))
        for words in [
            "Quittance de loyer, septembre 2026",
            "Période du 1er\u{A0}septembre\u{A0}2026 au 30\u{A0}septembre\u{A0}2026", "Loyer nu",
            "201,37\u{A0}€", "Forfait de charges", "141,80\u{A0}€", "Complément mobilier", "15,50\u{A0}€",
            "358,67\u{A0}€", "en donne quittance", "à la position 42", "Code locataire L001", "01/09/2026",
        ] {
            #expect(page.contains(words), "\(words)")
        }
        #expect(page.contains("Les &lt;Pléiades&gt; &amp; Cie") && !page.contains("<Pléiades>"))
    }

    @Test func `a page with an addressee says the same, and whom it goes to`() throws {
        let statement = try Self.statement([("2026-09-01", 35_867)], billed: "2026-09-30", asOf: "2026-09-30")
        let marie = Addressee(name: "Mme Marie <Durand>", address: ["12 rue des Lilas", "14000 Caen"])
        let block = """
            <div class="addressee"><p>Mme Marie &lt;Durand&gt;</p>
            <p>12 rue des Lilas</p>
            <p>14000 Caen</p>
            </div>

            """
        let bare = try #require(ReceiptPages.html(statement.receipts, on: Self.sheet("2026-09-30")))
        let named = try #require(ReceiptPages.html(statement.receipts, on: Self.sheet("2026-09-30", to: marie)))
        #expect(named.contains("</header>\n" + block) && !bare.contains("addressee"))
        let style = try #require(named.firstRange(of: #/\.addressee \{[^<]*/#))
        #expect(named.replacing(block, with: "").replacing("\n" + named[style], with: "\n") == bare)
    }

    @Test func `a partial payment gives a page that never says quittance in its title`() throws {
        let statement = try Self.statement([("2026-09-01", 35_866)], billed: "2026-09-30", asOf: "2026-09-30")
        let page = try #require(ReceiptPages.html(statement.receipts, on: Self.sheet("2026-09-30")))
        #expect(page.contains("<h1>Reçu, septembre 2026</h1>") && !page.contains("Quittance de loyer"))
        #expect(page.contains("Il reste dû 0,01\u{A0}€") && page.contains("ne vaut pas quittance"))
        #expect(!page.contains("en donne quittance"))
    }

    @Test func `nothing paid gives no page`() throws {
        let statement = try Self.statement([], billed: "2026-09-30", asOf: "2026-09-30")
        #expect(ReceiptPages.html(statement.receipts, on: Self.sheet("2026-09-30")) == nil)
    }

    @Test func `the notice asks for the next due day and for what is late`() throws {
        let statement = try Self.statement([("2026-09-01", 30_000)], billed: "2026-10-31", asOf: "2026-10-20")
        let page = try #require(AccountPages.notice(statement, on: Self.sheet("2026-10-20")))
        #expect(page.contains("À payer au plus tard le 1er\u{A0}novembre\u{A0}2026"))
        #expect(page.contains("417,34\u{A0}€") && page.contains("Dont 58,67\u{A0}€ déjà échus"))
        #expect(!page.contains("Loyer 11/2026"))
    }

    @Test func `the account carries its balance from row to row`() throws {
        let statement = try Self.statement([("2026-09-01", 30_000)], billed: "2026-09-30", asOf: "2026-09-30")
        let rows = [
            AccountRow(
                on: day("2026-09-01"), position: 4, label: "Paiement, virement", amount: Money(cents: -30_000),
                balance: Money(cents: -30_000)),
            AccountRow(
                on: day("2026-09-01"), position: 5, label: "Loyer 09/2026", amount: Money(cents: 35_867),
                balance: Money(cents: 5_867)),
        ]
        let page = AccountPages.statement(statement, rows, on: Self.sheet("2026-09-30"))
        #expect(page.contains("<td>Loyer 09/2026</td>") && page.contains("58,67\u{A0}€"))
        #expect(page.contains("Dépôt de garantie détenu") && page.contains("359,00\u{A0}€"))
    }
}

func day(_ text: String) -> CalendarDate { require(CalendarDate(text)) }

func require<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("a fixture is wrong") }
    return value
}
