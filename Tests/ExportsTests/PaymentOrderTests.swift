import Exports
import LedgerValues
import ResidenceRules
import Testing

@testable import Projections

@Suite struct PaymentOrderTests {
    private static func iban(_ text: String) throws -> IBAN { try #require(IBAN(text)) }

    private static func refund(_ kind: RefundKind, _ cents: Int64, at position: Int64) throws -> RefundRow {
        let day = Month(year: 2027, month: 1).last
        return RefundRow(
            contract: try #require(ContractID("c_1")), opened: 231, tenantCode: TenantCode("L001"),
            refund: RefundDue(kind: kind, amount: Money(cents: cents), decidedDueOn: day, bankDetailsOn: day),
            left: Money(cents: cents), position: position, obstacle: nil)
    }

    private static func order(_ message: PaymentOrder.Message) throws -> PaymentOrder {
        let account = try iban("FR1420041010050500013M02606")
        return PaymentOrder(
            message, identifier: "Q15510-0123456789abcdef", createdAt: Instant(microseconds: 1_795_000_000_123_456),
            executeOn: Month(year: 2027, month: 1).last,
            debtor: PaymentOrder.Debtor(name: "Crous de Normandie", iban: account, bic: BIC("PSSTFRPPXXX")),
            [
                PaymentOrder.Transfer(
                    try refund(.deposit, 35_900, at: 4_711),
                    to: BankDetails(holder: "Zoë <Œuvrard> & Çelik", iban: account, bic: BIC("BNPAFRPP"))),
                PaymentOrder.Transfer(
                    try refund(.credit, 5, at: 4_712),
                    to: BankDetails(holder: "O'Neil", iban: try iban("DE89370400440532013000"))),
            ])
    }

    @Test func `an order says how many transfers there are and what they sum to, twice`() throws {
        let xml = try Self.order(.version9).xml
        #expect(xml.hasPrefix("<?xml version=\"1.0\" encoding=\"utf-8\""))
        #expect(xml.contains("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">"))
        #expect(xml.split(separator: "<NbOfTxs>2</NbOfTxs>").count == 3)
        #expect(xml.split(separator: "<CtrlSum>359.05</CtrlSum>").count == 3)
        #expect(xml.contains("<EndToEndId>C00000231-4711</EndToEndId>"))
        #expect(xml.contains("<InstdAmt Ccy=\"EUR\">359.00</InstdAmt>"))
        #expect(xml.contains("<InstdAmt Ccy=\"EUR\">0.05</InstdAmt>"))
        #expect(xml.contains("<Nm>Zoe .OEuvrard. + Celik</Nm>") && xml.contains("<Nm>O'Neil</Nm>"))
        #expect(xml.contains("<Ustrd>Remboursement depot de garantie, L001</Ustrd>"))
        #expect(xml.contains("<BICFI>PSSTFRPPXXX</BICFI>") && xml.contains("<Dt>2027-01-31</Dt>"))
        #expect(try Self.order(.version9).xml == xml)
    }

    @Test func `the older message has its own names`() throws {
        let xml = try Self.order(.version3).xml
        #expect(xml.contains("pain.001.001.03\">") && !xml.contains("BICFI"))
        #expect(xml.contains("<BIC>BNPAFRPP</BIC>") && xml.contains("<ReqdExctnDt>2027-01-31</ReqdExctnDt>"))
    }

    @Test func `what is known of an order without names is its identifiers and amounts`() throws {
        let order = try Self.order(.version9)
        #expect(PaymentOrder.instructions(order.transfers) == "C00000231-4711 35900\nC00000231-4712 5\n")
        #expect(order.total == Money(cents: 35_905))
        let line = PaymentOrder.wire(order.transfers[0].refund, on: order.executeOn)
        #expect(
            line == #"{"command":"wire-refund","key":"C00000231-4711","contract":"c_1","on":"2027-01-31","#
                + #""kind":"deposit","amount_cents":35900}"# + "\n")
    }

    @Test(arguments: [
        ("Société Générale", "Societe Generale"), ("L’Haÿ-les-Roses", "L'Hay-les-Roses"), ("a\tb", "a b"),
        ("e\u{301}", "e"), ("Straße", "Strasse"), ("李 Li", ". Li"), ("x;y\"z", "x.y.z"), ("A_B", "A-B"),
    ])
    func `banks are written to in their own letters`(text: String, plain: String) {
        #expect(BankText.plain(text, length: 70) == plain)
    }

    @Test func `a name is cut where banks cut it`() {
        #expect(BankText.plain(String(repeating: "œ", count: 50), length: 70).count == 70)
        #expect(
            BankText.isIdentifier("C00000231-4711") && !BankText.isIdentifier("/a") && !BankText.isIdentifier("a//b"))
        #expect(!BankText.isIdentifier("") && !BankText.isIdentifier(String(repeating: "a", count: 36)))
    }

    @Test(arguments: [
        "FR1420041010050500013M02607", "FR142004101005050001302606", "fr1420041010050500013M02606", "FR14", "",
        "DE89370400440532013001",
    ])
    func `an IBAN has its form, its length and its check digits`(text: String) {
        #expect(IBAN(text) == nil)
    }

    @Test(arguments: ["BNPAFRP", "BNPAFRPPXX", "BNPA1RPP", "bnpafrpp"]) func `a BIC has 8 or 11 characters`(
        text: String
    ) {
        #expect(BIC(text) == nil)
    }
}
