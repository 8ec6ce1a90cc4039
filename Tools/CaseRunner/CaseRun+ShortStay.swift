import EventLog
import Foundation
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

extension CaseRun {
    /// Books the stay of a case, pays, extends or ends it, and answers from its statements.
    func shortStay(_ inputs: CaseObject) async throws -> [String: Any] {
        let ledger = try newLedger()
        defer { ledger.stop() }
        try await prepare(ledger, inputs)
        try await publishPrices(ledger)
        let services = inputs.objects("services")
        try await adopt(inputs.integer("vat_bp"), for: VATAdoption.shortStay.text, ledger)
        for service in services {
            try await adopt(inputs.integer("vat_bp"), for: service.text("code") ?? "", ledger)
        }
        let stay = try StayCase(inputs)
        do {
            try await record(
                .bookShortStay(try ShortStayUnit(inputs), arrivalOn: stay.arrival, nights: stay.nights),
                at: stay.booking, ledger)
            if let nights = stay.extraNights {
                try await record(.extendShortStay(nights: nights), at: stay.booking, ledger)
            }
        } catch let rejection as Rejection {
            if rejection.code == .noTariff { throw CaseError(message: "NO_TARIFF \(rejection.detail)") }
            return ["accepted": false, "reason": rejection.code.rawValue]
        }
        for service in services {
            try await record(
                .charge(
                    ChargeOrder(
                        kind: .service, item: try Self.code(service.text("code") ?? ""),
                        price: try service.money("amount"), quantity: service.number("qty"), vat: nil,
                        dueOn: stay.arrival)), at: stay.booking, ledger)
        }
        let booked = try ledger.statement(of: Self.stayID, asOf: stay.arrival, knownAt: .head).value.statement
        var answer = Self.answer(booked, stay)
        let paid = try inputs.moneyIfPresent("paid") ?? booked.balances.charged
        if paid > .zero { try await record(.record(.paymentReceived(paid)), at: stay.booking, ledger) }
        if let (moment, instant, fact) = stay.ending {
            try await record(.record(fact), at: moment, instant: instant, ledger)
        }
        let last = max(stay.ending?.moment.day ?? stay.arrival, booked.tenure.stay?.departureOn ?? stay.arrival)
        let ended = try await billed(Self.stayID, through: last, ledger)
        guard let outcome = ended.stayOutcome else { return Self.answer(ended, stay) }
        answer["outcome"] = outcome.rawValue
        answer["refund"] = CaseAnswer.cents(ended.refunds.first { $0.kind == .credit }?.amount ?? .zero)
        answer["retained"] = CaseAnswer.cents(ended.balances.charged)
        return answer
    }

    private static let stayID: ContractID = {
        guard let id = ContractID("case") else { preconditionFailure("a valid name") }
        return id
    }()

    private func record(
        _ command: ContractCommand, at moment: EffectiveMoment, instant: Instant? = nil,
        _ ledger: Ledger<InMemoryStore>
    ) async throws {
        try await execute(.contract(.id(Self.stayID), command), at: moment, ledger, instant: instant)
    }

    private static func answer(_ statement: ContractStatement, _ stay: StayCase) -> [String: Any] {
        var nights: [[String: Any]] = []
        var services: [[String: Any]] = []
        var net = Money.zero
        var vat = Money.zero
        for line in statement.lines {
            switch line.charge.composition {
            case .shortStay(let charge):
                nights.append([
                    "nights": NSNumber(value: charge.nights), "rate": CaseAnswer.cents(charge.rate),
                    "amount": CaseAnswer.cents(charge.net), "extension": charge.part == .extended,
                ])
                net += charge.net
                vat += charge.vat
            case .sundry(let charge, _):
                services.append(["service": charge.item.text, "amount": CaseAnswer.cents(charge.net)])
                net += charge.net
                vat += charge.vat
            case .rent, .indemnity, .carriedOver, .reclaim: break
            }
        }
        return [
            "accepted": true, "reason": NSNull(), "lines": nights + services, "total_ht": CaseAnswer.cents(net),
            "vat": CaseAnswer.cents(vat), "total": CaseAnswer.cents(statement.balances.charged),
            "deposit": CaseAnswer.cents(statement.tenure.requiredDeposit), "due": CaseAnswer.day(stay.arrival),
            "departure": CaseAnswer.day(statement.tenure.stay?.departureOn),
        ]
    }
}

/// The days of a case of a short stay.
private struct StayCase {
    let arrival: CalendarDate
    let nights: Int64
    let extraNights: Int64?
    let ending: (moment: EffectiveMoment, instant: Instant?, fact: ContractFact)?
    /// A case does not say when it was booked: before everything else.
    let booking: EffectiveMoment

    init(_ inputs: CaseObject) throws {
        arrival = try inputs.day("arrival")
        guard let nights = inputs.integer("nights") else { throw CaseError(message: "MISSING nights") }
        self.nights = nights
        extraNights = inputs.integer("extension").flatMap { $0 > 0 ? $0 : nil }
        if let text = inputs.text("cancelled_at") {
            // A repeated hour counts as the later one for a deadline.
            guard let instant = ParisTime.instant(text, repeated: .later) else {
                throw CaseError(message: "INVALID_INSTANT \(text)")
            }
            ending = (EffectiveMoment(instant), instant, .shortStayCancelled)
        } else if (inputs.members["no_show"] as? NSNumber)?.boolValue ?? false {
            ending = (EffectiveMoment(day: arrival), nil, .shortStayMissed)
        } else {
            ending = nil
        }
        booking = EffectiveMoment(day: min(arrival, ending?.moment.day ?? arrival).adding(days: -30))
    }
}
