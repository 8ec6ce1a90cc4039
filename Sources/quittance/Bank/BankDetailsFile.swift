import Foundation
import LedgerValues
import ResidenceRules

/// Bank details in a CSV file: `contract,holder,iban,bic`, and perhaps `payee` for details that are not the tenant's own.
struct BankDetailsFile {
    private struct Key: Hashable {
        let contract: ContractID
        let payee: RefundDue.Payee
    }

    private var details: [Key: BankDetails] = [:]

    static let columns = ["contract", "holder", "iban", "bic"]

    /// Reads the whole file.
    ///
    /// - Throws: ``Diagnosis`` with the line and the reason of the first fault.
    init(_ path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Diagnosis(.badInput, "\(path) cannot be read")
        }
        let lines: [(fields: [String], number: Int)]
        do { lines = try TariffFile.lines(Array(data)) } catch let faults as TariffFile.Faults {
            let fault = faults.list.first
            throw Diagnosis(.badInput, "\(path):\(fault?.line ?? 1): \(fault?.text ?? "no CSV")")
        }
        let header = lines.first?.fields ?? []
        guard header == Self.columns || header == Self.columns + ["payee"] else {
            throw Diagnosis(
                .badInput, "\(path):1: the columns are \(Self.columns.joined(separator: ",")), and perhaps payee")
        }
        for line in lines.dropFirst() where line.fields != [""] {
            do throws(Fault) { try add(line.fields, columns: header.count) } catch {
                // The reason alone: a message is no place for an account number.
                throw Diagnosis(.badInput, "\(path):\(line.number): \(error.reason)")
            }
        }
    }

    /// Where a refund to `payee` of a contract goes; nil when the file does not say.
    func details(of contract: ContractID, _ payee: RefundDue.Payee) -> BankDetails? {
        details[Key(contract: contract, payee: payee)]
    }

    private struct Fault: Error {
        let reason: String
    }

    private mutating func add(_ fields: [String], columns: Int) throws(Fault) {
        guard fields.count == columns else { throw Fault(reason: "\(fields.count) fields in the place of \(columns)") }
        guard let contract = ContractID(fields[0]) else { throw Fault(reason: "the first field is no contract") }
        guard (1...70).contains(fields[1].count) else { throw Fault(reason: "a holder has 1 to 70 characters") }
        guard let iban = IBAN(fields[2].filter { $0 != " " }) else {
            throw Fault(reason: "the account is no IBAN: its form, its length or its check digits are wrong")
        }
        let bic = BIC(fields[3])
        guard bic != nil || fields[3].isEmpty else { throw Fault(reason: "the bank is no BIC of 8 or 11 characters") }
        guard let payee = columns > 4 ? RefundDue.Payee(rawValue: fields[4]) : .tenant else {
            let known = RefundDue.Payee.allCases.map(\.rawValue).joined(separator: ", ")
            throw Fault(reason: "the payee is none of \(known)")
        }
        let key = Key(contract: contract, payee: payee)
        guard details.updateValue(BankDetails(holder: fields[1], iban: iban, bic: bic), forKey: key) == nil else {
            throw Fault(reason: "\(contract) has details for \(payee.rawValue) already")
        }
    }
}
