import Foundation
import LedgerApplication
import LedgerValues
import ResidenceRules

/// The real prices of services and nights, from the files that stand beside the tariff.
struct RealPrices: Sendable {
    let services: [ServicePrice]
    let nights: [ShortStayRate]

    init(beside tariff: URL) throws {
        let folder = tariff.deletingLastPathComponent()
        services = try RealTariff.objects(folder.appending(path: "services_2026.csv")).map(ServicePrice.init(_:))
        let bands = try RealTariff.objects(folder.appending(path: "short_stay_2026.csv"))
        var rates: [ShortStayUnit: (from: CalendarDate, prices: [String: Money])] = [:]
        for band in bands {
            let unit = try ShortStayUnit(band)
            var rate = try rates[unit] ?? (band.day("in_force_from"), [:])
            rate.prices[band.text("band") ?? ""] = try band.money("price_ht")
            rates[unit] = rate
        }
        nights = try rates.map { unit, rate in
            guard let upTo3 = rate.prices["1-3"], let upTo14 = rate.prices["4-14"], let from15 = rate.prices["15+"]
            else { throw CaseError(message: "MISSING a band of \(unit.name)") }
            return ShortStayRate(
                unit: unit, prices: NightPrices(upTo3: upTo3, upTo14: upTo14, from15: from15), inForceFrom: rate.from,
                inForceTo: nil)
        }
    }

    /// The day on which the last of them is in force.
    var inForceOn: CalendarDate { services.map(\.inForceFrom).max() ?? Founding.policiesFrom }
}

extension ServicePrice {
    fileprivate init(_ object: CaseObject) throws {
        guard let code = object.text("code").flatMap(Code.init(_:)),
            let unit = object.text("unit").flatMap(Unit.init(printed:))
        else { throw CaseError(message: "INVALID service") }
        self.init(
            code: code, label: object.text("label") ?? "", unit: unit,
            price: object.integer("price").map(Money.init(cents:)),
            excludesVAT: object.text("section")?.contains("(HT)") ?? false,
            inForceFrom: try object.day("in_force_from"), inForceTo: nil)
    }
}

extension ShortStayUnit {
    /// The unit that a case or a line of the table names.
    init(_ object: CaseObject) throws {
        guard let typology = object.text("typology").flatMap(Self.typology(printed:)),
            let status = object.text("status").flatMap(Status.init(rawValue:))
        else { throw CaseError(message: "INVALID typology or status") }
        self.init(typology: typology, persons: object.integer("persons") ?? 1, status: status)
    }
}
