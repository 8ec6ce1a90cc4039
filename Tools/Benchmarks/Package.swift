// swift-tools-version: 6.2
import PackageDescription

let walls: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

// A package of its own, so that nobody who builds the ledger builds its benchmarks.
let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "quittance", path: "../.."),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .executableTarget(
            name: "append-benchmark",
            dependencies: [
                .product(name: "EventLog", package: "quittance"), .product(name: "SQLiteStore", package: "quittance"),
                .product(name: "LedgerValues", package: "quittance"),
            ],
            swiftSettings: walls),
        .executableTarget(
            name: "replay-benchmark",
            dependencies: [
                .product(name: "LedgerApplication", package: "quittance"),
                .product(name: "SQLiteStore", package: "quittance"),
            ],
            swiftSettings: walls),
        .executableTarget(
            name: "empty-server",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird"), .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: walls),
    ]
)
