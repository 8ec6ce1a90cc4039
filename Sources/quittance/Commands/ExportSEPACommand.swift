import ArgumentParser
import EventCodecs
import EventLog
import Exports
import LedgerApplication
import LedgerValues
import Projections
import ResidenceRules

/// `quittance export sepa`
struct ExportSEPACommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sepa",
        abstract: "Write the refunds that are due as an order of credit transfers (SEPA, pain.001).",
        discussion: """
            Takes the refunds that the books decided, due by --through and not wired yet. Names and accounts of tenants \
            come from the person store, which notes who read them. --details is a CSV file `contract,holder,iban,bic` \
            that goes before it; its column `payee` is for others than the tenant (estate, mandate, guarantor, caf, \
            payer). What is blocked or has no details is left out and listed.

            Each transfer has an identifier that the bank gives back. --wires writes the commands that record the \
            transfers under that key, for `quittance record` once the bank has carried them out: recorded twice, they \
            count once. Until then the same refunds are in the next order too.

            The log gets the digest of the order, the one that is said. The order's message identifier holds 100 bits \
            that only its readers know, so that nobody finds a name or an account by trying.

            EXAMPLE
              quittance export sepa --through 2027-01-31 --debtor-name "Crous Normandie" \
            --debtor-iban FR1420041010050500013M02606 --details rib.csv --output refunds.xml --wires refunds.ndjson

            EXIT CODES  0 written; 1 nothing is to be wired, or refunds were left out, or it could not be recorded; \
            2 bad usage or details; 3 the ledger or the file is unusable
            """)

    @Option(help: ArgumentHelp("Refunds due by this day, YYYY-MM-DD.", valueName: "day"))
    var through: String

    @Option(help: ArgumentHelp("Who pays, as the bank knows him.", valueName: "name"))
    var debtorName: String

    @Option(help: ArgumentHelp("The account that pays.", valueName: "iban"))
    var debtorIban: String

    @Option(help: ArgumentHelp("The bank that pays; the IBAN tells it when absent.", valueName: "bic"))
    var debtorBic: String?

    @Option(help: ArgumentHelp("Names and accounts, CSV; default: the person store alone.", valueName: "file"))
    var details: String?

    @Option(
        help: ArgumentHelp("The day on which the bank is to pay, YYYY-MM-DD; default: --through.", valueName: "day"))
    var executeOn: String?

    @Option(help: ArgumentHelp("pain.001.001.09 or pain.001.001.03.", valueName: "message"))
    var message = PaymentOrder.Message.version9

    @Option(help: ArgumentHelp("Where the commands go that record the wires.", valueName: "file"))
    var wires: String?

    @OptionGroup var knowledge: KnowledgeOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var recording: RecordingOptions
    @OptionGroup var place: FolderOptions

    func validate() throws {
        if let wires, wires == output.output { throw ValidationError("--output and --wires name one file.") }
    }

    func run() async throws {
        let actor = try recording.parsed()
        let day = try CalendarDate.argument(through)
        let executeOn = try executeOn.map(CalendarDate.argument) ?? day
        let debtor = try debtor()
        let file = try details.map { try BankDetailsFile($0) }
        let asked = try knowledge.parsed()
        let reader = try recording.author.parsed()
        let refunds = try await place.folder.reading { ledger in
            try await DueRefunds(
                of: ledger, dueBy: day, knownAt: asked, given: { file?.details(of: $0, $1) },
                registered: { try await place.folder.bankDetails(of: $0, beside: ledger, by: reader) })
        }
        for line in refunds.leftOut { Console.complain("left out: \(line)") }
        guard !refunds.transfers.isEmpty else {
            throw Diagnosis(.found, "nothing is to be wired by \(FrenchText.day(day)): no file is written")
        }
        let (order, settings) = try await refunds.order(message, from: debtor, executeOn: executeOn) {
            try place.folder.mark(of: $0)
        }
        try await place.folder.record(
            BooksExport(settings, knownAt: refunds.knowledge.position, file: try write(order)), by: actor)
        guard refunds.leftOut.isEmpty else {
            throw Diagnosis(.found, "the order leaves out \(Counted.text(refunds.leftOut.count, "refund"))")
        }
    }

    /// - Returns: the digest of the order.
    private func write(_ order: PaymentOrder) throws -> Digest {
        let wires = try wires.map { try OutputFile($0) }
        for transfer in order.transfers {
            try wires?.add(Array(PaymentOrder.wire(transfer.refund, on: order.executeOn).utf8)[...])
        }
        let file = try OutputFile(output.output)
        try file.add(Array(order.xml.utf8)[...])
        let digests = try OutputFile.finish([file] + (wires.map { [$0] } ?? []))
        Console.complain("\(Counted.text(order.transfers.count, "transfer")), \(FrenchText.amount(order.total))")
        return digests[0]
    }

    private func debtor() throws -> PaymentOrder.Debtor {
        guard (1...70).contains(debtorName.count) else { throw ValidationError("A name has 1 to 70 characters.") }
        guard let iban = IBAN(debtorIban.filter { $0 != " " }) else {
            throw ValidationError("--debtor-iban is no IBAN: its form, its length or its check digits are wrong.")
        }
        let bic = debtorBic.flatMap(BIC.init(_:))
        guard bic != nil || debtorBic == nil else {
            throw ValidationError("--debtor-bic is no BIC of 8 or 11 characters.")
        }
        return PaymentOrder.Debtor(name: debtorName, iban: iban, bic: bic)
    }
}
