import EventLog
import Exports
import Foundation
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules
import Testing

/// The same things recorded through the real sequencer in different orders, with billing, closed months, tariffs and
/// policies in between, end in the same statements, and closed books never move.
@Suite struct `Ledgers that learn the same in different orders` {
    private static let seed: UInt64 = 20_261_121
    /// Each of three tenancies, each recorded twice; `Tools/test` asks for 334 in a process of their own.
    private static let rounds = ProcessInfo.processInfo.environment["QUITTANCE_ROUNDS"].flatMap(Int.init) ?? 25

    @Test func `say the same of every day, and leave closed months as they were`() async throws {
        var random = Dice(state: Self.seed)
        var letters = 0
        for round in 0..<Self.rounds {
            let story = Story(using: &random)
            let one = try await record(story, using: &random)
            let other = try await record(story, using: &random)
            for text in ["2026-10-15", "2026-12-31", "2027-03-01", "2027-05-15", "2027-08-31"] {
                for id in Story.contracts {
                    let left = try await one.statement(id, asOf: text)
                    let right = try await other.statement(id, asOf: text)
                    let label: Comment = "seed \(Self.seed), round \(round), \(id) on \(text)"
                    try #require(left.statement.balances == right.statement.balances, label)
                    try #require(left.statement.lines.map(shown) == right.statement.lines.map(shown), label)
                    try #require(left.statement.refunds == right.statement.refunds, label)
                    try #require(left.statement.missingPostings == 0, label)
                    try #require(left.explanation.lines == right.explanation.lines, label)
                }
            }
            for (from, through) in [
                ("2026-01-01", "2026-12-31"), ("2027-01-01", "2027-12-31"), ("2026-11-15", "2027-04-20"),
                (nil, "2027-08-31"),
            ] as [(String?, String)] {
                let label: Comment = "seed \(Self.seed), round \(round), \(from ?? "") to \(through)"
                letters += try await one.checkLetters(from: from, through: through, label)
            }
            try await one.checkNothingHeldBelowZero("seed \(Self.seed), round \(round), first order")
            try await other.checkNothingHeldBelowZero("seed \(Self.seed), round \(round), second order")
            one.ledger.stop()
            other.ledger.stop()
        }
        #expect(letters > Self.rounds)
    }

    private func shown(_ line: ContractStatement.Line) -> String {
        "\(line.charge.from) \(line.charge.to) \(line.charge.amount) \(line.advance) \(line.open) "
            + "\(line.charge.dueOn?.description ?? "") \(line.position != nil)"
    }

    private func record(_ story: Story, using random: inout Dice) async throws -> TestLedger {
        let books = try await TestLedger()
        for id in Story.contracts { try await books.houseStudent(id) }
        // The changes of one contract, tariff or policy keep their order; the others mix freely.
        var queues = story.queues
        var closed: (month: Month, balance: TrialBalance, file: [UInt8])?
        var billed = day("2026-09-01")
        while queues.contains(where: { !$0.isEmpty }) {
            let index = Int.random(in: queues.indices, using: &random)
            guard !queues[index].isEmpty else { continue }
            let step = queues[index].removeFirst()
            try await books.execute(try await step.command(in: books), on: step.on.description)
            if Int.random(in: 0..<4, using: &random) == 0 {
                let through = day("2026-09-30").adding(months: Int.random(in: 0...6, using: &random))
                billed = max(billed, through)
                let report = try await books.bill(through: through.description)
                try #require(report.failures.isEmpty && report.ruleChanges.isEmpty, "\(report)")
                if let month = closed?.month.next ?? Month("2026-09"), month.last <= billed {
                    try await books.bill(through: billed.description)
                    try await books.execute(.closeMonth(month), on: "2027-08-31")
                    let balance = try await books.ledger.trialBalance(asOf: month.last, knownAt: .head).value
                    closed = (month, balance, try await books.file(Self.books(through: month), FECWriter()))
                }
            }
            if let closed {
                let now = try await books.ledger.trialBalance(asOf: closed.month.last, knownAt: .head).value
                try #require(now == closed.balance, "the books of \(closed.month) are closed")
                let file = try await books.file(Self.books(through: closed.month), FECWriter())
                try #require(file == closed.file, "the file of \(closed.month) is what it was")
            }
        }
        let report = try await books.bill(through: "2027-08-31")
        try #require(report.failures.isEmpty && report.ruleChanges.isEmpty, "\(report)")
        let all = try await books.ledger.trialBalance(asOf: day("2099-12-31"), knownAt: .head).value
        #expect(all.isBalanced)
        return books
    }

    private static func books(through month: Month) -> BooksRequest {
        BooksRequest(from: day("2026-09-15"), through: month.last, chart: nil)
    }

    /// What happens to three tenancies, to the tariff and to the policies of a year.
    private struct Story {
        struct Step {
            let on: CalendarDate
            private let command: LedgerCommand
            /// The type of the contract's receipt that goes back.
            private var receipt: String?

            init(on: CalendarDate, command: LedgerCommand) {
                self.on = on
                self.command = command
            }

            /// What the bank takes back of a receipt of `id`, by the type of its event.
            init(on: CalendarDate, takingBack amount: Money, of receipt: String, _ id: String) {
                self.on = on
                self.receipt = receipt
                command = .contract(
                    .id(contract(id)), .returnMoney(receipt: 0, amount: amount, reason: .returnedDirectDebit))
            }

            /// The command, with the position that the receipt has in these books.
            func command(in books: TestLedger) async throws -> LedgerCommand {
                guard let receipt, case .contract(let reference, .returnMoney(_, let amount, let reason)) = command,
                    case .id(let id) = reference
                else { return command }
                let position = try await books.position(of: receipt, in: id)
                return .contract(reference, .returnMoney(receipt: position, amount: amount, reason: reason))
            }
        }

        static let contracts = ["a", "b", "c"]
        var queues: [[Step]] = []

        init(using random: inout Dice) {
            for id in Self.contracts { queues.append(Self.life(of: id, using: &random)) }
            queues.append(Self.tariffs(using: &random))
            let from = day("2027-06-01").adding(days: Int.random(in: 0...60, using: &random))
            queues.append([Step(on: from, command: .adoptPolicy(.prorationBasis, .code("exact_over_30"), from: from))])
        }

        private static func life(of id: String, using random: inout Dice) -> [Step] {
            var steps: [Step] = []
            func add(_ on: CalendarDate, _ fact: ContractFact) {
                steps.append(Step(on: on, command: .contract(.id(contract(id)), .record(fact))))
            }
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let on = day("2026-09-02").adding(days: Int.random(in: 0...360, using: &random))
                add(on, .paymentReceived(Money(cents: Int64.random(in: 100...60_000, using: &random))))
            }
            if Bool.random(using: &random) {
                let notice = day("2026-10-01").adding(days: Int.random(in: 0...200, using: &random))
                let returned = notice.adding(months: 1).adding(days: Int.random(in: -5...20, using: &random))
                add(notice, .noticeGiven(departure: nil))
                add(returned, .keysReturned(.conforming))
                if Bool.random(using: &random) { add(returned, .bankDetailsProvided) }
                add(returned.adding(days: Int.random(in: 0...40, using: &random)), .contractSettled)
            }
            for (receipt, all) in [("advance-paid", Int64(7_000)), ("deposit-paid", 35_900)]
            where Int.random(in: 0..<3, using: &random) == 0 {
                let on = day("2026-09-05").adding(days: Int.random(in: 0...350, using: &random))
                let amount = Bool.random(using: &random) ? all : Int64.random(in: 1...all, using: &random)
                let step = Step(on: on, takingBack: Money(cents: amount), of: receipt, id)
                steps.insert(step, at: Int.random(in: 0...steps.count, using: &random))
            }
            return steps
        }

        private static func tariffs(using random: inout Dice) -> [Step] {
            func row(_ cents: Int64, _ from: String) -> TariffRow {
                TariffRow(
                    id: TestLedger.row, inForceFrom: day(from), inForceTo: day("2027-08-31"),
                    monthly: .decomposed(
                        bare: Money(cents: cents), charges: Money(cents: 14_180), furniture: Money(cents: 1_550)),
                    thirtieth: nil, deposit: Money(cents: 35_900), site: "Athéna", residence: "Pléiade",
                    typology: "T1", occupancy: .single)
            }
            let voted = day("2026-11-01").adding(days: Int.random(in: 0...200, using: &random))
            let cents = Int64.random(in: 18_000...23_000, using: &random)
            return [
                Step(
                    on: day("2026-10-20"),
                    command: .publishTariff([row(cents, "2026-09-01")], correcting: code("MISPRINT"))),
                Step(on: voted, command: .publishTariff([row(cents + 700, "2026-10-01")], correcting: nil)),
                Step(
                    on: day("2027-07-01"),
                    command: .publishTariff([row(cents + 50, "2026-09-01")], correcting: code("MISPRINT_AGAIN"))),
            ]
        }
    }
}

/// A seeded generator (SplitMix64), so that a failing round replays.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
