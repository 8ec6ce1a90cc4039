import EventLog
import LedgerApplication
import LedgerValues
import ResidenceRules

/// Stops the test run when a fixture is written wrongly.
private func fixture<Value>(_ value: Value?, _ text: String) -> Value {
    guard let value else { preconditionFailure("\(text) is no \(Value.self)") }
    return value
}

func day(_ text: String) -> CalendarDate { fixture(CalendarDate(text), text) }
func instant(_ text: String) -> Instant { fixture(Instant(rfc3339: text), text) }
func row(_ text: String) -> TariffRowID { fixture(TariffRowID(text), text) }
func code(_ text: String) -> Code { fixture(Code(text), text) }
func person(_ text: String) -> PersonID { fixture(PersonID(text), text) }
func tenant(_ text: String) -> TenantCode { fixture(TenantCode(text), text) }

let actor = fixture(Actor("tests"), "tests")

func about(_ command: ContractCommand) -> LedgerCommand {
    .contract(.id(fixture(ContractID("c-1"), "c-1")), command)
}

func charge(
    _ kind: SundryCharge.Kind, _ item: String, price: Int64? = nil, quantity: Quantity? = nil, vat: VATRate? = nil,
    due: String? = nil
) -> ContractCommand {
    .charge(
        ChargeOrder(
            kind: kind, item: code(item), price: price.map(Money.init(cents:)), quantity: quantity, vat: vat,
            dueOn: due.map(day)))
}

func decode(
    _ text: String, key: IdempotencyKey? = IdempotencyKey("k"), keyInBody: Bool = false
) throws(RequestError) -> CommandRequest {
    try CommandJSON.decode(
        Array(text.utf8), actor: actor, key: key, keyInBody: keyInBody, expectedVersion: nil, dryRun: false)
}

/// A debt of five cents that ends by the decision D-1.
func relief(_ line: LineName, _ ground: DebtRelief.Ground) -> ContractCommand {
    .record(.debtRelieved(DebtRelief(line: line, amount: Money(cents: 5), ground: ground, decision: code("D-1"))))
}
