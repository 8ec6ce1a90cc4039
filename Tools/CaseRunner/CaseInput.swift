import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import ResidenceRules

/// Why a case cannot be answered at all.
struct CaseError: Error {
    /// `CODE detail`.
    let message: String
}

/// A JSON object of a case, read member by member.
struct CaseObject {
    let members: [String: Any]

    func text(_ name: String) -> String? { members[name] as? String }
    func integer(_ name: String) -> Int64? { (members[name] as? NSNumber)?.int64Value }
    func object(_ name: String) -> CaseObject? { (members[name] as? [String: Any]).map(CaseObject.init(members:)) }

    func objects(_ name: String) -> [CaseObject] {
        (members[name] as? [[String: Any]] ?? []).map(CaseObject.init(members:))
    }

    func day(_ name: String) throws -> CalendarDate {
        guard let day = try dayIfPresent(name) else { throw CaseError(message: "MISSING \(name)") }
        return day
    }

    func dayIfPresent(_ name: String) throws -> CalendarDate? {
        guard let text = text(name) else { return nil }
        guard let day = CalendarDate(text) else { throw CaseError(message: "INVALID_DATE \(name) \(text)") }
        return day
    }

    func money(_ name: String) throws -> Money {
        guard let cents = integer(name) else { throw CaseError(message: "MISSING \(name)") }
        return Money(cents: cents)
    }

    func row(_ name: String) throws -> TariffRowID {
        guard let text = text(name), let row = TariffRowID(text) else { throw CaseError(message: "MISSING \(name)") }
        return row
    }
}

/// One fact of a case: a command, the moment it takes effect, and how the answer names it.
struct CaseFact {
    let type: String
    let moment: EffectiveMoment
    let instant: Instant?
    let command: ContractCommand

    init(_ object: CaseObject, programme: Programme, labels: inout CaseLabels) throws {
        type = object.text("type") ?? ""
        if let at = object.text("at") {
            // A deadline counts from the later of two readings of a repeated hour, a payment from the earlier.
            let repeated: ParisTime.RepeatedHour = type == "AdvancePaid" ? .earlier : .later
            guard let instant = ParisTime.instant(at, repeated: repeated) else {
                throw CaseError(message: "INVALID_INSTANT \(at)")
            }
            self.instant = instant
            moment = EffectiveMoment(instant)
        } else {
            instant = nil
            moment = EffectiveMoment(day: try object.day("on"))
        }
        command = try Self.command(type, object, moment, programme, &labels)
    }

    private static func command(
        _ type: String, _ object: CaseObject, _ moment: EffectiveMoment, _ programme: Programme,
        _ labels: inout CaseLabels
    ) throws -> ContractCommand {
        switch type {
        case "AllocationProposed":
            return .proposeAllocation(
                effectiveOn: try object.dayIfPresent("effect"), programme: programme, notifiedAt: moment.instant,
                expiresAt: nil)
        case "AdvancePaid": return .record(.advancePaid(try object.money("amount")))
        case "AdmissionDecided":
            return .decideAdmission(
                effectiveOn: try object.day("effect"), endsOn: try object.day("end"), row: try object.row("row"),
                assignedOn: try object.dayIfPresent("assigned"), programme: programme)
        case "RenewalGranted":
            return .record(
                .renewalGranted(
                    Term(
                        effectiveOn: try object.day("effect"), endsOn: try object.day("end"),
                        row: try object.row("row"))))
        case "FileCompleted": return .record(.fileCompleted)
        case "DepositWaived": return .record(.depositWaived(ground: labels.code(object.text("ground"))))
        case "EffectDeferredByCrous": return .record(.effectDeferred())
        case "ForceMajeureAccepted": return .record(.forceMajeureAccepted)
        case "RibProvided": return .record(.bankDetailsProvided)
        case "ExceptionGranted": return .record(.exceptionGranted(ground: labels.code(object.text("ground"))))
        case "WithdrawalRequested": return .record(.withdrawalRequested)
        case "DepositPaid": return .record(.depositPaid(try object.money("amount")))
        case "DepositKept": return .record(.depositKept(try object.money("amount"), from: nil))
        case "DepositUseForRentRequested": return .useDepositForRent
        case "LateArrivalAuthorised": return .record(.lateArrivalAuthorised(until: try object.day("until")))
        case "KeysHandedOver": return .record(.keysHandedOver)
        case "NoticeGiven": return .record(.noticeGiven(departure: try object.dayIfPresent("departure")))
        case "KeysReturned":
            guard let report = ConditionReport(rawValue: object.text("inventory") ?? "conforming") else {
                throw CaseError(message: "INVALID inventory")
            }
            return .record(.keysReturned(ExitInventory(report)))
        case "DamageInvoiced": return try charge(.damage, object, moment, &labels)
        case "ServiceCharged": return try charge(.service, object, moment, &labels)
        case "CostCharged": return try charge(.cost, object, moment, &labels)
        case "PaymentReceived": return .record(.paymentReceived(try object.money("amount")))
        case "AbrogationDecided": return .record(.admissionRepealed(effectiveOn: try object.day("effective")))
        case "CaducityDecided":
            guard let ground = object.text("ground").flatMap(LapseGround.init(rawValue:)) else {
                throw CaseError(message: "INVALID ground")
            }
            return .record(.admissionLapsed(ground))
        case "DepositSettled": return .record(.contractSettled)
        default: throw CaseError(message: "UNKNOWN_FACT \(type)")
        }
    }

    private static func charge(
        _ kind: SundryCharge.Kind, _ object: CaseObject, _ moment: EffectiveMoment, _ labels: inout CaseLabels
    ) throws -> ContractCommand {
        let net = try object.money("amount")
        return .record(
            .sundryCharged(
                SundryCharge(
                    kind: kind, net: net, vat: net.scaledHalfUp(object.integer("vat_bp") ?? 0, over: 10_000),
                    dueOn: try object.dayIfPresent("due") ?? moment.day,
                    item: labels.code(object.text("code") ?? object.text("label")))))
    }
}

/// Labels of a case are free text, which the log never holds: each gets a code, and the answer its text back.
struct CaseLabels {
    private var texts: [Code: String] = [:]

    mutating func code(_ text: String?) -> Code {
        let label = "L\(texts.count)"
        guard let code = text.flatMap(Code.init(_:)) ?? Code(label) else { preconditionFailure("\(label) is a code") }
        texts[code] = text
        return code
    }

    func text(_ code: Code) -> String? { texts[code] }
}

extension TariffRow {
    /// A row of a case: the columns of the tariff files as members.
    init(_ object: CaseObject) throws {
        let total = try object.money("total")
        let monthly: RentBreakdown =
            if let bare = object.integer("bare_rent") {
                .decomposed(
                    bare: Money(cents: bare), charges: Money(cents: object.integer("charges") ?? 0),
                    furniture: Money(cents: object.integer("furniture") ?? 0))
            } else {
                .flat(total)
            }
        self.init(
            id: try object.row("row_id"), inForceFrom: try object.day("in_force_from"),
            inForceTo: try object.day("in_force_to"), monthly: monthly,
            thirtieth: object.integer("thirtieth").map(Money.init(cents:)),
            deposit: Money(cents: object.integer("deposit") ?? 0), site: "", residence: "", typology: "",
            occupancy: .single)
    }
}

/// The real tariff, from the file that the project ships.
enum RealTariff {
    static func rows(_ url: URL) throws -> [TariffRow] { try objects(url).map(TariffRow.init(_:)) }

    /// The lines of a table, each with the cells that are not empty.
    static func objects(_ url: URL) throws -> [CaseObject] {
        let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline).map(fields)
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { fields in
            var members: [String: Any] = [:]
            for (name, value) in zip(header, fields) where !value.isEmpty {
                members[name] = Int64(value).map { NSNumber(value: $0) } ?? value
            }
            return CaseObject(members: members)
        }
    }

    /// The cells of a line of RFC 4180, quoted or not.
    private static func fields(_ line: Substring) -> [String] {
        var cells = [""]
        var quoted = false
        for character in line {
            if character == "\"" {
                quoted.toggle()
            } else if character == ",", !quoted {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
        }
        return cells
    }
}
