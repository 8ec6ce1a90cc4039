// swift-tools-version: 6.2
import PackageDescription

// One set of compiler walls for every target of ours: Swift 6 language mode, explicit existentials, explicit imports,
// and no warning left behind.
let walls: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "quittance",
    products: [
        .executable(name: "quittance", targets: ["quittance"]),
        .library(name: "LedgerApplication", targets: ["LedgerApplication"]),
        .library(name: "SQLiteStore", targets: ["SQLiteStore"]),
        .library(name: "EventLog", targets: ["EventLog"]),
        .library(name: "LedgerValues", targets: ["LedgerValues"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    ],
    targets: [
        // The rooms, from the inside out; docs/architecture.md says what each may know.
        .target(name: "LedgerValues", swiftSettings: walls),
        .target(name: "ResidenceRules", dependencies: ["LedgerValues"], swiftSettings: walls),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "EventLog", dependencies: ["LedgerValues", "COpenSSL"], swiftSettings: walls),
        .target(
            name: "EventCodecs", dependencies: ["LedgerValues", "ResidenceRules", "EventLog"], swiftSettings: walls),
        .target(name: "Projections", dependencies: ["LedgerValues", "ResidenceRules"], swiftSettings: walls),
        .target(
            name: "Exports", dependencies: ["LedgerValues", "ResidenceRules", "Projections"], swiftSettings: walls),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "SQLiteStore", dependencies: ["LedgerValues", "EventLog", "CSQLite"], swiftSettings: walls),
        .target(
            name: "PersonStore", dependencies: ["LedgerValues", "EventLog", "SQLiteStore", "COpenSSL"],
            swiftSettings: walls),
        .target(
            name: "LedgerApplication",
            dependencies: [
                "LedgerValues", "ResidenceRules", "EventLog", "EventCodecs", "Projections", "Exports", "PersonStore",
            ],
            swiftSettings: walls),
        .target(
            name: "HTTPAPI",
            dependencies: [
                "LedgerValues", "LedgerApplication", "EventLog", "EventCodecs", "Exports", "PersonStore", "Projections",
                "ResidenceRules",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ],
            swiftSettings: walls),
        .executableTarget(
            name: "quittance",
            dependencies: [
                "LedgerValues", "LedgerApplication", "EventLog", "EventCodecs", "Exports", "Projections",
                "ResidenceRules",
                "SQLiteStore", "PersonStore", "HTTPAPI",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "SwiftCSV", package: "SwiftCSV"),
            ],
            swiftSettings: walls),
        .executableTarget(
            name: "case-runner",
            dependencies: [
                "LedgerValues", "LedgerApplication", "EventLog", "EventCodecs", "Projections", "ResidenceRules",
            ],
            path: "Tools/CaseRunner", swiftSettings: walls),
        // Answers, line by line, whether strict decoding accepts an event; Tools/check-schemas asks it.
        .executableTarget(
            name: "event-judge", dependencies: ["LedgerApplication", "EventLog"], path: "Tools/EventJudge",
            swiftSettings: walls),
        .testTarget(
            name: "CaseTests", dependencies: ["case-runner"], exclude: ["Cases"], swiftSettings: walls),
        .testTarget(
            name: "ResidenceRulesTests", dependencies: ["LedgerValues", "ResidenceRules", "Projections", "Exports"],
            swiftSettings: walls),
        .testTarget(
            name: "ExportsTests", dependencies: ["Exports", "LedgerValues", "ResidenceRules", "Projections"],
            swiftSettings: walls),
        // Appends until a test kills it, and a SQLite file system that fails when a test says so.
        .executableTarget(
            name: "crash-writer", dependencies: ["LedgerValues", "EventLog", "SQLiteStore"], path: "Tests/CrashWriter",
            swiftSettings: walls),
        .target(name: "FaultVFS", dependencies: ["CSQLite"], path: "Tests/FaultVFS"),
        .testTarget(
            name: "StoreTests",
            dependencies: ["LedgerValues", "EventLog", "SQLiteStore", "CSQLite", "FaultVFS", "crash-writer"],
            swiftSettings: walls),
        .testTarget(
            name: "PersonStoreTests",
            dependencies: [
                "LedgerValues", "EventLog", "PersonStore", "LedgerApplication", "SQLiteStore", "ResidenceRules",
                "Projections", "EventCodecs",
            ],
            swiftSettings: walls),
        .testTarget(
            name: "EventLogTests", dependencies: ["EventLog", "LedgerValues"], exclude: ["Proofs"],
            swiftSettings: walls),
        .testTarget(
            name: "EventCodecsTests",
            dependencies: ["EventCodecs", "LedgerValues", "EventLog", "ResidenceRules", "Projections"],
            exclude: ["Golden", "Entries"], swiftSettings: walls),
        .testTarget(
            name: "LedgerApplicationTests",
            dependencies: [
                "LedgerApplication", "LedgerValues", "EventLog", "EventCodecs", "ResidenceRules", "Projections",
                "SQLiteStore", "Exports",
            ],
            exclude: ["Bundles/mutate-bundle.py", "Rows/rows-1.txt", "Rows/history-1.txt"], swiftSettings: walls),
        .testTarget(
            name: "ScenarioTests",
            dependencies: ["LedgerApplication", "LedgerValues", "EventLog", "ResidenceRules", "Projections"],
            exclude: ["Scenarios"], swiftSettings: walls),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "quittance", "LedgerValues", "EventLog", "CSQLite",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["FirstRelease", "Snapshots", "forge-log.py"], swiftSettings: walls),
        .testTarget(
            name: "HTTPAPITests",
            dependencies: [
                "HTTPAPI", "LedgerApplication", "EventLog", "LedgerValues", "SQLiteStore", "PersonStore",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: walls),
    ]
)
