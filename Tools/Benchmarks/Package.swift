// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds the ledger builds its benchmarks.
let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "quittance", path: "../..")],
    targets: [
        .executableTarget(
            name: "append-benchmark",
            dependencies: [
                .product(name: "EventLog", package: "quittance"), .product(name: "SQLiteStore", package: "quittance"),
                .product(name: "LedgerValues", package: "quittance"),
            ],
            swiftSettings: [
                .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("InternalImportsByDefault"),
                .treatAllWarnings(as: .error),
            ])
    ]
)
