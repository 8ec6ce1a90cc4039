import ArgumentParser
import HTTPAPI
import Hummingbird
import LedgerApplication
import LedgerValues
import Logging
import ServiceLifecycle
import UnixSignals

/// `quittance serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the ledger over HTTP until SIGTERM or SIGINT.",
        discussion: """
            Bound to this machine unless --host says otherwise; every request but /healthz needs a bearer token whose \
            hash stands in tokens.json. On SIGTERM or SIGINT the requests under way are answered first, within \
            --stop-within. When the log cannot be made durable the process ends at once with 3. Read rows that another \
            version of the program wrote are made anew meanwhile. The file `serving` (0600) in the folder tells exports \
            of the command line where to have themselves recorded, for as long as the server runs.

            EXAMPLE
              quittance serve --port 8080
              curl -H "Authorization: Bearer $(cat ledger/token)" http://127.0.0.1:8080/v1/log

            EXIT CODES  0 stopped; 2 the address cannot be used; 3 the ledger is unusable
            """)

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("The port to listen on; 0 for any free one.", valueName: "port"))
    var port = 8080

    @Option(
        help: ArgumentHelp("How long requests under way are waited for when told to stop.", valueName: "seconds"))
    var stopWithin = 30

    @Flag(help: "Log every request answered on standard error: method, route, status.")
    var accessLog = false

    @OptionGroup var place: FolderOptions

    func validate() throws {
        if !(0...65_535).contains(port) { throw ValidationError("A port lies from 0 to 65535.") }
        if !(0...3_600).contains(stopWithin) { throw ValidationError("Wait for 0 to 3600 seconds.") }
    }

    func run() async throws {
        let folder = place.folder
        let ledger = try folder.openForWriting()
        let rebuild = try ledger.rowsAreCurrent ? nil : Task { try await folder.rebuild(ledger) }
        let tokens = try AccessTokens(reading: folder.tokensPath)
        let persons = try await folder.openPersons(beside: ledger, writing: true)
        var logger = Logger(label: "quittance", factory: { StreamLogHandler.standardError(label: $0) })
        let accessLogger = logger
        logger.logLevel = .warning
        let secret = AccessToken.random()
        let api = LedgerAPI(
            service: ledger, persons: persons, tokens: TokenStore(tokens.tokens),
            folderTokens: TokenStore([secret.granted(to: .system, [.write])]))
        let name = ledger.crous?.text ?? ""
        let server = api.application(
            host: host, port: port, logger: logger, accessLog: accessLog ? accessLogger : nil
        ) { channel in
            let (host, port) = (channel.localAddress?.ipAddress ?? "", channel.localAddress?.port ?? 0)
            do { try folder.announce(ServingNotice(host: host, port: port, token: secret.text)) } catch {
                Console.complain("quittance: exports made beside this server cannot be recorded: \(error)")
            }
            let address = "\(host.contains(":") ? "[\(host)]" : host):\(port)"
            Console.complain("Serving the ledger of \(name) in \(folder.path) on http://\(address)")
        }
        var services = ServiceGroupConfiguration(
            services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        services.maximumGracefulShutdownDuration = .seconds(stopWithin)
        do {
            try await ServiceGroup(configuration: services).run()
        } catch {
            folder.withdrawNotice()
            persons.stop()
            ledger.stop()
            throw Diagnosis(.badInput, "cannot serve on \(host):\(port): \(error)")
        }
        // While the folder is still this process's: the next server has a notice of its own.
        folder.withdrawNotice()
        persons.stop()
        ledger.stop()
        if case .failure(let error)? = await rebuild?.result, error as? LedgerError != .stopped {
            Console.complain("quittance: the read rows could not be made anew: \(error)")
        }
        Console.complain("Stopped; everything answered is durable.")
    }
}
