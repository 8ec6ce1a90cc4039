import EventLog
import LedgerApplication
import LedgerValues
import ResidenceRules

/// A table that a file publishes: voted tariffs, prices of services or prices of nights, known by its columns.
struct PublishedTable {
    let content: Content
    /// The number of rows published.
    let count: Int
    /// What a row is called, in the singular.
    let noun: String
    /// What is published.
    enum Content {
        case tariff(TariffFile)
        /// Prices, which newer ones replace day by day.
        case prices(LedgerCommand)
    }

    /// SHA-256 of the file, which tells a repeated publication from another one under the same key.
    let hash: Digest

    static let serviceColumns = ["code", "label", "unit", "price", "section", "in_force_from"]
    static let nightColumns = [
        "typology", "persons", "status", "nights_min", "nights_max", "price_ht", "in_force_from",
    ]

    /// Reads the whole file.
    ///
    /// - Throws: ``TariffFile/Faults`` with every fault found.
    init(_ bytes: [UInt8]) throws {
        let lines = try TariffFile.lines(bytes)
        let header = Set(lines.first?.fields ?? [])
        hash = SHA256.hash(bytes)
        if header.isSuperset(of: Self.serviceColumns) {
            let prices = try Self.rows(lines) { $0.servicePrice() }
            try Self.refuseTwins(prices, column: "code") {
                $0.code.text
            } validity: {
                ($0.inForceFrom, $0.inForceTo)
            }
            content = .prices(.publishServicePrices(prices.map(\.row)))
            (count, noun) = (prices.count, "service price")
        } else if header.isSuperset(of: Self.nightColumns) {
            let bands = try Self.rows(lines) { $0.nightBand() }
            try Self.refuseTwins(bands, column: "nights_min") {
                "\($0.unit.name) \($0.nights.rawValue)"
            } validity: {
                ($0.from, $0.to)
            }
            let rates = try Self.rates(bands)
            content = .prices(.publishShortStayRates(rates))
            (count, noun) = (rates.count, "short-stay rate")
        } else {
            let tariff = try TariffFile(bytes)
            content = .tariff(tariff)
            (count, noun) = (tariff.rows.count, "tariff row")
        }
    }

    private static func rows<Row>(
        _ lines: [(fields: [String], number: Int)], _ read: (inout TableLine) -> Row?
    ) throws -> [(row: Row, line: Int)] {
        var rows: [(Row, Int)] = []
        var faults: [TableFault] = []
        for line in lines.dropFirst() where line.fields != [""] {
            var reader = TableLine(line.fields, header: lines[0].fields, number: line.number)
            if let row = read(&reader) { rows.append((row, line.number)) }
            faults += reader.faults
        }
        if rows.isEmpty, faults.isEmpty {
            faults.append(.init(line: 2, column: nil, code: .emptyFile, text: "there is no row"))
        }
        guard faults.isEmpty else { throw TariffFile.Faults(list: faults) }
        return rows
    }

    /// Two lines must not price the same thing on the same day.
    private static func refuseTwins<Row>(
        _ rows: [(row: Row, line: Int)], column: String, _ name: (Row) -> String,
        validity: (Row) -> (from: CalendarDate, to: CalendarDate?)
    ) throws {
        var seen: [String: [(line: Int, from: CalendarDate, to: CalendarDate)]] = [:]
        var faults: [TableFault] = []
        for (row, line) in rows {
            let (from, to) = validity(row)
            let last = to ?? .latest
            for twin in seen[name(row), default: []] where twin.from <= last && from <= twin.to {
                faults.append(
                    .init(
                        line: line, column: column, code: .periodsOverlap,
                        text: "line \(twin.line) prices \(name(row)) for some of the same days"))
            }
            seen[name(row), default: []].append((line, from, last))
        }
        guard faults.isEmpty else { throw TariffFile.Faults(list: faults) }
    }

    /// The three bands of each unit and first day, together.
    private static func rates(_ bands: [(row: NightBand, line: Int)]) throws -> [ShortStayRate] {
        var rates: [ShortStayRate] = []
        var faults: [TableFault] = []
        var left = bands
        while let (first, line) = left.first {
            let own = left.filter { $0.row.unit == first.unit && $0.row.from == first.from && $0.row.to == first.to }
            left.removeAll { $0.row.unit == first.unit && $0.row.from == first.from && $0.row.to == first.to }
            let prices = Dictionary(own.map { ($0.row.nights, $0.row.price) }, uniquingKeysWith: { first, _ in first })
            guard let upTo3 = prices[.upTo3], let upTo14 = prices[.upTo14], let from15 = prices[.from15] else {
                let missing = NightBand.Nights.allCases.filter { prices[$0] == nil }.map(\.rawValue)
                faults.append(
                    .init(
                        line: line, column: "nights_min", code: .nights,
                        text: "\(first.unit.name) has no price for nights \(missing.joined(separator: ", "))"))
                continue
            }
            rates.append(
                ShortStayRate(
                    unit: first.unit, prices: NightPrices(upTo3: upTo3, upTo14: upTo14, from15: from15),
                    inForceFrom: first.from, inForceTo: first.to))
        }
        guard faults.isEmpty else { throw TariffFile.Faults(list: faults) }
        return rates
    }
}
