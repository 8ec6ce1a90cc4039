import ArgumentParser
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// `quittance simulate`
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Show what a tenancy would come to; nothing is recorded.",
        discussion: """
            The tenancy is recorded in a ledger in memory that is thrown away, by the same commands and rules: advance, \
            deposit, rents, CAF figures and refunds follow. Everything owed is paid on its due day, bank details come \
            with the keys, and the exit inventory conforms. Tariffs and policies are those of --tariff FILE with the \
            default policies, else of the ledger of --data or $QUITTANCE_DATA, else of ./ledger if there is one, else \
            of Tools/Tariffs/tariffs_2026.csv.

            EXAMPLE
              quittance simulate ATHENA/PLEIADE/T1-PLEIADE-20M/SINGLE --effect 2026-09-01 --notice 2026-11-10 --explain

            EXIT CODES  0 shown; 1 a rule refuses a step, or a tariff is missing; 2 bad usage; 3 the ledger is unusable
            """)

    @Argument(help: "The tariff row.")
    var row: String

    @Option(help: ArgumentHelp("The effect date, YYYY-MM-DD.", valueName: "day"))
    var effect: String

    @Option(help: ArgumentHelp("The end of the decision; default: 31 August.", valueName: "day"))
    var end: String?

    @Option(help: ArgumentHelp("The day of the keys; default: the effect date.", valueName: "day"))
    var arrival: String?

    @Option(help: ArgumentHelp("The day of a notice; default: none is given.", valueName: "day"))
    var notice: String?

    @Option(
        help: ArgumentHelp(
            "The day the keys come back, and that a notice names; default: the expiry of the notice, else the end.",
            valueName: "day"))
    var departure: String?

    @Option(
        help: "standard, exchange or other_public.",
        transform: { text in
            guard let programme = Programme(rawValue: text) else {
                throw ValidationError("A programme is standard, exchange or other_public.")
            }
            return programme
        })
    var programme = Programme.standard

    @Flag(help: "No advance was paid.")
    var withoutAdvance = false

    @Option(help: ArgumentHelp("A tariff file to play by, instead of a ledger.", valueName: "file"))
    var tariff: String?

    @OptionGroup var explanation: ExplanationOptions
    @Flag(help: "Answer in JSON: cents and ISO days.")
    var json = false
    @OptionGroup var place: FolderOptions

    func run() async throws {
        let simulated = try await Simulation.play(try scenario(), by: try await rules())
        if json {
            try Console.write(json: SimulationJSON.value(simulated))
        } else {
            Console.write(SimulationPage(simulated, explained: explanation.language).text)
        }
    }

    private func scenario() throws -> TenancyScenario {
        guard let row = TariffRowID(row) else { throw ValidationError("'\(row)' is no tariff row.") }
        var scenario = TenancyScenario(row: row, effectiveOn: try CalendarDate.argument(effect))
        if let end { scenario.endsOn = try CalendarDate.argument(end) }
        if let arrival { scenario.arrivesOn = try CalendarDate.argument(arrival) }
        scenario.noticeOn = try notice.map(CalendarDate.argument)
        scenario.departsOn = try departure.map(CalendarDate.argument)
        scenario.programme = programme
        scenario.paysAdvance = !withoutAdvance
        return scenario
    }

    /// The shipped tariff, seen from the project's folder.
    private static let shippedTariff = "Tools/Tariffs/tariffs_2026.csv"

    private func rules() async throws -> RuleContext {
        let folder = place.folder
        if tariff == nil, place.isNamed || folder.holdsLedger {
            return try await folder.reading { try await $0.rules() }
        }
        var tariffs = TariffTable()
        for row in try PublishTariffCommand.read(tariff ?? Self.shippedTariff, TariffFile.init).rows {
            tariffs.publish(row, on: Founding.policiesFrom, position: 1)
        }
        return RuleContext(tariffs: tariffs, policies: .initial(from: Founding.policiesFrom))
    }
}
