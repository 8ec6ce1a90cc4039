import Hummingbird
import Logging

// The least that answers: what /healthz is measured beside. Usage: empty-server PORT
let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 18_081
var logger = Logger(label: "empty")
logger.logLevel = .warning
let router = Router()
router.get("/healthz") { _, _ in "ok" }
let server = Application(
    router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
    logger: logger)
try await server.runService()
