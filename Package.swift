// swift-tools-version: 6.2
// The floor plan: one line a module, its imports on it. Imports point down only; the build runs with
// `--explicit-target-dependency-import-check error`, so a wall that is drawn here holds.
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
]

func module(_ name: String, _ imports: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: imports, swiftSettings: strict)
}

func tests(_ name: String, _ imports: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: imports + ["TestSupport"],
        swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)])
}

let package = Package(
    name: "ibtool",
    products: [.executable(name: "ibtool", targets: ["IBToolApp"])],
    targets: [
        // C only, no logic.
        .target(name: "CLinux"),
        .systemLibrary(name: "CSQLite"),
        .systemLibrary(name: "CZlib"),
        .systemLibrary(name: "COpenSSL"),
        .target(
            name: "CWebAssets", exclude: ["web", "embed.sh", "package.json"],
            cSettings: [.unsafeFlags(["-std=c2x", "-Wno-c23-extensions"])]),

        // Ground floor: the machine.
        module("Platform", ["CLinux"]),
        module("Telemetry", ["Platform"]),
        module("Crypto", ["COpenSSL"]),
        module("Compression", ["CZlib"]),
        module("TLS", ["COpenSSL", "Platform"]),

        // First floor: formats and values, pure.
        module("JSON"),
        module("Tabular", ["Compression", "JSON", "Platform"]),
        module("HTTP"),

        // Second floor: the domain, pure.
        module("Complaints", ["JSON"]),
        module("Rules", ["Complaints", "JSON"]),
        module("Importing", ["Complaints", "JSON", "Tabular"]),

        // Third floor: what holds state.
        module("HTTPClient", ["HTTP", "Platform", "TLS"]),
        module("HTTPServer", ["HTTP", "Platform", "TLS", "Telemetry", "Compression"]),
        module(
            "Storage",
            ["Complaints", "CSQLite", "Crypto", "JSON", "Platform", "Rules", "Telemetry"]),
        module(
            "ObjectStore",
            ["Crypto", "HTTP", "HTTPClient", "JSON", "Platform", "TLS", "Telemetry"]),
        module(
            "Backup",
            ["Compression", "Crypto", "JSON", "ObjectStore", "Platform", "Storage", "Telemetry"]),
        module("WebAssets", ["CWebAssets", "Compression", "Crypto", "HTTP", "Platform"]),

        // Roof: what the world sees.
        module(
            "WebAPI",
            [
                "Complaints", "Compression", "Crypto", "HTTP", "Importing", "JSON", "Platform",
                "Rules", "Storage", "Tabular", "Telemetry", "WebAssets",
            ]),
        .executableTarget(
            name: "IBToolApp",
            dependencies: [
                "Backup", "Complaints", "Compression", "Crypto", "HTTP", "HTTPClient", "HTTPServer",
                "Importing",
                "JSON", "ObjectStore", "Platform", "Storage", "TLS", "Telemetry", "WebAPI",
                "WebAssets",
            ],
            swiftSettings: strict),

        .target(
            name: "TestSupport", path: "Tests/TestSupport", swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        tests("PlatformTests", ["Platform"]),
        tests("TelemetryTests", ["Telemetry", "Platform"]),
        tests("CryptoTests", ["Crypto"]),
        tests("CompressionTests", ["Compression"]),
        tests("TLSTests", ["TLS", "Platform"]),
        tests("JSONTests", ["JSON"]),
        tests("TabularTests", ["Tabular", "Compression"]),
        .target(
            name: "HTTPReference", dependencies: ["HTTP"], path: "Tests/HTTPReference",
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
        tests("HTTPTests", ["HTTP", "HTTPReference"]),
        .target(
            name: "Fuzz",
            dependencies: [
                "Backup", "Complaints", "Compression", "Crypto", "HTTP", "HTTPReference",
                "Importing", "JSON", "ObjectStore", "Platform", "Rules", "Storage", "Tabular",
            ], path: "Tests/Fuzz/Targets",
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
        tests("FuzzTests", ["Fuzz"]),
        tests("ComplaintsTests", ["Complaints", "JSON"]),
        tests("RulesTests", ["Rules", "Complaints", "JSON"]),
        tests("ImportingTests", ["Importing", "Complaints", "JSON", "Tabular"]),
        tests(
            "HTTPServerTests",
            ["HTTPServer", "HTTP", "HTTPClient", "HTTPReference", "Platform", "TLS", "Telemetry"]),
        // A server that does what a test says, request by request.
        .target(
            name: "ScriptedServer", dependencies: ["HTTP", "Platform", "TLS"],
            path: "Tests/ScriptedServer",
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
        tests("HTTPClientTests", ["HTTPClient", "HTTP", "Platform", "ScriptedServer", "TLS"]),
        // An SQLite disk that fails, for tests alone: scripts/check-release looks for it.
        .target(name: "CFaultVFS", dependencies: ["CSQLite"], path: "Tests/CFaultVFS"),
        tests(
            "StorageTests",
            [
                "Storage", "CFaultVFS", "Complaints", "Crypto", "JSON", "CSQLite", "Platform",
                "Rules",
            ]
        ),
        tests(
            "BackupTests",
            [
                "Backup", "Complaints", "Compression", "Crypto", "JSON", "ObjectStore",
                "ObjectStoreTesting", "Platform", "Storage", "Telemetry",
            ]),
        // The conformance suite and the faulty double, for every module that stores objects.
        .target(
            name: "ObjectStoreTesting", dependencies: ["ObjectStore", "Platform"],
            path: "Tests/ObjectStoreTesting",
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
        tests(
            "ObjectStoreTests",
            [
                "ObjectStore", "ObjectStoreTesting", "Crypto", "HTTP", "HTTPClient", "JSON",
                "Platform",
                "ScriptedServer", "TLS", "Telemetry",
            ]),
        tests("WebAssetsTests", ["WebAssets", "Compression"]),
        tests(
            "WebAPITests",
            [
                "WebAPI", "Complaints", "Crypto", "HTTP", "Importing", "JSON", "Platform", "Rules",
                "Storage",
                "Tabular", "Telemetry", "WebAssets",
            ]),
        tests(
            "IBToolAppTests",
            [
                "IBToolApp", "Complaints", "Crypto", "HTTPServer", "Platform", "ScriptedServer",
                "Storage", "TLS", "Telemetry",
            ]),
        tests("TidyTests", []),
    ]
)

// The fuzzers' executable brings its own main, so it is built on request only: scripts/fuzz.
if Context.environment["IBTOOL_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "FuzzDriver", dependencies: ["Fuzz"], path: "Tests/Fuzz/Driver",
            swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])]))
}

// What storage costs beside SQLite from C, built on request: scripts/bench-storage.
if Context.environment["IBTOOL_BENCH"] != nil {
    package.targets.append(
        .executableTarget(
            name: "StorageBench", dependencies: ["Storage", "Complaints", "JSON"],
            path: "Tests/Benchmarks/Storage", exclude: ["yardstick.c"],
            swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])]))
}
