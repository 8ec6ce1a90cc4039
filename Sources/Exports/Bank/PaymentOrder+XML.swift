import FoundationXML
import LedgerValues
import Projections
import ResidenceRules

extension PaymentOrder {
    /// The order as the message that the bank takes (ISO 20022, within the rules of EPC132-08).
    public var xml: String {
        let root = element("Document", [element("CstmrCdtTrfInitn", [header, payment])])
        root.setAttributesWith(["xmlns": "urn:iso:std:iso:20022:tech:xsd:\(message.rawValue)"])
        let document = XMLDocument(rootElement: root)
        document.version = "1.0"
        document.characterEncoding = "UTF-8"
        return document.xmlString(options: .nodePrettyPrint)
    }

    private var header: XMLElement {
        element(
            "GrpHdr",
            [
                text("MsgId", identifier), text("CreDtTm", String(createdAt.description.prefix(19)) + "Z"),
                text("NbOfTxs", String(transfers.count)), text("CtrlSum", amount(total)),
                element("InitgPty", [text("Nm", name(debtor.name))]),
            ])
    }

    private var payment: XMLElement {
        let day = executeOn.description
        return element(
            "PmtInf",
            [
                text("PmtInfId", identifier), text("PmtMtd", "TRF"), text("NbOfTxs", String(transfers.count)),
                text("CtrlSum", amount(total)),
                element("PmtTpInf", [element("SvcLvl", [text("Cd", "SEPA")])]),
                message == .version3 ? text("ReqdExctnDt", day) : element("ReqdExctnDt", [text("Dt", day)]),
                element("Dbtr", [text("Nm", name(debtor.name))]), account("DbtrAcct", debtor.iban),
                debtor.bic.map { bank("DbtrAgt", $0) }
                    ?? element("DbtrAgt", [element("FinInstnId", [element("Othr", [text("Id", "NOTPROVIDED")])])]),
                text("ChrgBr", "SLEV"),
            ] + transfers.map(transfer))
    }

    private func transfer(_ transfer: Transfer) -> XMLElement {
        let (refund, beneficiary) = (transfer.refund, transfer.beneficiary)
        let sum = text("InstdAmt", amount(refund.left))
        sum.setAttributesWith(["Ccy": "EUR"])
        let purpose =
            "Remboursement \(refund.refund.kind.french), \(refund.tenantCode?.text ?? refund.contract.text)"
        return element(
            "CdtTrfTxInf",
            [
                element("PmtId", [text("EndToEndId", refund.endToEndID)]), element("Amt", [sum]),
                beneficiary.bic.map { bank("CdtrAgt", $0) },
                element("Cdtr", [text("Nm", name(beneficiary.holder))]), account("CdtrAcct", beneficiary.iban),
                element("RmtInf", [text("Ustrd", BankText.plain(purpose, length: 140))]),
            ].compactMap { $0 })
    }

    private func account(_ name: String, _ iban: IBAN) -> XMLElement {
        element(name, [element("Id", [text("IBAN", iban.text)])])
    }

    private func bank(_ name: String, _ bic: BIC) -> XMLElement {
        element(name, [element("FinInstnId", [text(message == .version3 ? "BIC" : "BICFI", bic.text)])])
    }

    private func name(_ text: String) -> String { BankText.plain(text, length: 70) }

    /// `358.67`.
    private func amount(_ money: Money) -> String {
        var bytes: [UInt8] = []
        bytes.put(money, point: 0x2E)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func element(_ name: String, _ children: [XMLElement]) -> XMLElement {
        let element = XMLElement(name: name)
        for child in children { element.addChild(child) }
        return element
    }

    private func text(_ name: String, _ text: String) -> XMLElement { XMLElement(name: name, stringValue: text) }
}
