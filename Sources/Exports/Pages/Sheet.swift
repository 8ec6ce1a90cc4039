public import LedgerValues
import Projections
public import ResidenceRules

/// What stands on every document about one contract: whose ledger it is, which contract, and what the log knew.
public struct Sheet: Sendable {
    /// The code of the Crous, as its ledger was founded.
    public let crous: String
    public let contract: ContractID
    public let tenantCode: TenantCode?
    /// The tariff row of the unit; nil when the contract has none in force.
    public let unit: TariffRow?
    public let names: ServiceNames
    /// Nil leaves every identity out.
    public let addressee: Addressee?
    /// The day that the document describes.
    public let asOf: CalendarDate
    /// The last log position that the document knows.
    public let position: Int64
    /// The day on which the event of that position was recorded.
    public let recordedOn: CalendarDate

    public init(
        crous: String, contract: ContractID, tenantCode: TenantCode?, unit: TariffRow?, names: ServiceNames,
        addressee: Addressee? = nil, asOf: CalendarDate, position: Int64, recordedOn: CalendarDate
    ) {
        self.crous = crous
        self.contract = contract
        self.tenantCode = tenantCode
        self.unit = unit
        self.names = names
        self.addressee = addressee
        self.asOf = asOf
        self.position = position
        self.recordedOn = recordedOn
    }

    func head(_ html: inout HTML) {
        html.element("header") { header in
            header.element("div") { issuer in
                issuer.element("p", class: "issuer", CrousName.text(crous))
                if let unit { issuer.element("p", Self.place(unit)) }
            }
            header.element("div") { tenant in
                if let tenantCode { tenant.element("p", "Code locataire \(tenantCode)") }
                tenant.element("p", "Contrat \(contract)")
                tenant.element("p", "Arrêté au \(FrenchText.writtenDay(asOf))")
            }
        }
        addressee?.write(&html)
    }

    /// Where the document comes from, so that anybody can ask the ledger for it again.
    func foot(_ html: inout HTML, _ remarks: [String] = []) {
        html.element("footer") { footer in
            for remark in remarks { footer.element("p", remark) }
            footer.element(
                "p",
                "Établi d'après le journal du Crous à la position \(position), enregistrée le "
                    + "\(FrenchText.day(recordedOn)).")
            if let mark = addressee?.mark { footer.element("p", "Marque du document : \(mark)") }
        }
    }

    /// `Résidence Pléiade (Athéna), T1`.
    private static func place(_ unit: TariffRow) -> String {
        if unit.residence.isEmpty { return unit.id.text }
        let site = unit.site.isEmpty || unit.site == unit.residence ? "" : " (\(unit.site))"
        return "Résidence \(unit.residence)\(site)" + (unit.typology.isEmpty ? "" : ", \(unit.typology)")
    }
}
