public import EventLog
public import LedgerValues
import ResidenceRules

/// The streams of the log by what they are about.
public enum Streams {
    /// The events of a contract.
    public static func contract(_ id: ContractID) -> StreamName { name("contract/" + id.text) }

    /// The publications of a tariff row.
    static func tariff(_ row: TariffRowID) -> StreamName { name("tariff/" + row.text) }

    /// The publications of a service's price.
    static func servicePrice(_ code: Code) -> StreamName { name("service-price/" + code.text) }

    /// The publications of the prices of a night.
    static func shortStayRate(_ unit: ShortStayUnit) -> StreamName { name("short-stay-rate/" + unit.name) }

    /// The rates of tax adopted for an item.
    static func vatRate(_ item: Code) -> StreamName { name("vat-rate/" + item.text) }

    /// The life of a tenant code: it exists once because its stream does (design 2).
    public static func tenantCode(_ code: TenantCode) -> StreamName { name("tenant-code/" + code.text) }

    /// What the log knows of a person.
    static func person(_ id: PersonID) -> StreamName { name("person/" + id.text) }

    /// Who holds a contract: the person linked last.
    static func holder(of contract: ContractID) -> StreamName { name("contract-holder/" + contract.text) }

    /// Money that names no known contract.
    static let unallocated = name("unallocated-receipts")

    /// Services sold for money at once.
    static let cashSales = name("cash-sales")

    static let contractPrefix = "contract/"
    /// The streams of what is published for all contracts.
    static let referencePrefixes = ["service-price/", "short-stay-rate/", "tariff/", "vat-rate/"]

    /// The contract whose stream this is; nil for another kind of stream.
    public static func contract(of stream: StreamName) -> ContractID? {
        guard stream.text.hasPrefix(contractPrefix) else { return nil }
        return ContractID(String(stream.text.dropFirst(contractPrefix.count)))
    }

    /// Identifiers are made of characters that a stream name may hold, so a failure is a broken invariant.
    private static func name(_ text: String) -> StreamName {
        guard let name = StreamName(text) else { preconditionFailure("\(text) is no stream name") }
        return name
    }
}
