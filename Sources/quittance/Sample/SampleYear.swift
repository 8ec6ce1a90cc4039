import EventLog
import LedgerValues
import ResidenceRules

/// The academic year 2026-2027 of a Crous that does not exist, as commands in the order people record them.
struct SampleYear {
    private let lines: [SampleLine]
    private let seed: UInt64

    /// - Parameters:
    ///   - tenancies: how many proposals there are; most become tenancies.
    ///   - tariffs: the rows to choose from; those not in force on 1 September 2026 are passed over.
    init(tenancies: Int, seed: UInt64, tariffs: [TariffRow], progress: (Int) -> Void) throws {
        let opening = Month(year: 2026, month: 9).first
        let rows = tariffs.filter { $0.inForceFrom <= opening && SampleTenancy.lastDay <= $0.inForceTo }
        guard !rows.isEmpty else {
            throw Diagnosis(.badInput, "no row of the tariff is in force from 2026-09-01 to 2027-08-31")
        }
        var table = TariffTable()
        for row in rows { table.publish(row, on: row.inForceFrom, position: 1) }
        let context = RuleContext(tariffs: table, policies: .initial(from: CalendarDate(dayNumber: 0)))
        // Two samples of different sizes can be recorded in one ledger: no name and no key is in both.
        let ownSeed = SampleDice.mix(seed, UInt64(tenancies))
        var dice = SampleDice(seed: ownSeed)
        var names: Set<String> = []
        var told: [(moment: EffectiveMoment, line: SampleLine)] = []
        for number in 0..<tenancies {
            let row = dice.pick(rows)
            let tenancy = Self.tenancy(&dice, &names, context)
            let story = try SampleStory.tell(tenancy, on: row, SampleDice(seed: dice.bits()))
            // People record in the order of the days; within a tenancy the order of the story stays.
            var latest = EffectiveMoment(day: CalendarDate(dayNumber: 0))
            for line in story {
                latest = max(latest, line.moment)
                told.append((latest, line))
            }
            if number % 500 == 499 { progress(number + 1) }
        }
        // Sorting keeps the order of equals only with their index.
        lines = told.enumerated().sorted { ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset) }
            .map(\.element.line)
        self.seed = ownSeed
    }

    private static func tenancy(
        _ dice: inout SampleDice, _ names: inout Set<String>, _ context: RuleContext
    ) -> SampleTenancy {
        while true {
            let (name, code) = (dice.word(10), "L" + dice.word(7).uppercased())
            guard !names.contains(name), !names.contains(code), let id = ContractID(name), let tenant = TenantCode(code)
            else { continue }
            names.insert(name)
            names.insert(code)
            return SampleTenancy(id: id, code: tenant, actor: .sample, context)
        }
    }

    /// Hands over the commands in pieces of many lines, one JSON object a line.
    ///
    /// - Returns: the number of lines.
    func write(_ send: ([UInt8]) throws -> Void) throws -> Int {
        var keys = SampleKeys(seed: seed)
        var piece: [UInt8] = []
        for line in lines {
            piece += try line.bytes(key: keys.next(at: line.moment.instant)) + [0x0A]
            if piece.count > 1 << 16 {
                try send(piece)
                piece.removeAll(keepingCapacity: true)
            }
        }
        try send(piece)
        return lines.count
    }
}

extension Actor {
    /// Who asks the rules while a sample is made; nothing is recorded under it.
    fileprivate static let sample: Actor = {
        guard let actor = Actor("sample") else { preconditionFailure("a valid name") }
        return actor
    }()
}
