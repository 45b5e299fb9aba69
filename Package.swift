// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// The house, front to back.
///
/// A target is a room that fences something in (a C library, SQL, the environment); an arrow between two of them is an
/// import, and there are no others.
let package = Package(
    name: "gatehouse",
    products: [
        .library(name: "Gatehouse", targets: ["Gatehouse"]),
        .library(name: "GatehouseServer", targets: ["GatehouseServer"]),
        .executable(name: "gatehouse", targets: ["gatehouse"]),
        .executable(name: "gatehouse-example", targets: ["gatehouse-example"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    ],
    targets: [
        // C libraries, each imported by one room alone.
        .systemLibrary(name: "CFastCGI", pkgConfig: "fcgi", providers: [.apt(["libfcgi-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),

        // What every room stands on: the memory into which all that leaves the house is written, the system's words
        // and names, threads and what they wait for.
        .target(name: "Basics"),

        // The path of a request.
        .target(name: "CGI", dependencies: ["Basics", "CFastCGI"]),
        .target(name: "JOSE", dependencies: ["Basics", "COpenSSL"]),
        .target(name: "Auth", dependencies: ["Basics", "JOSE", "CCrypt"]),
        .target(
            name: "SQLiteStorage",
            dependencies: [
                "Auth", "Basics",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(name: "Gatehouse", dependencies: ["Auth", "Basics", "CGI"]),
        .target(
            name: "GatehouseServer",
            dependencies: [
                "Basics", "Gatehouse", "SQLiteStorage",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .executableTarget(name: "gatehouse", dependencies: ["GatehouseServer"]),
        .executableTarget(name: "gatehouse-example", dependencies: ["Gatehouse", "GatehouseServer"]),

        // Tests, a suite a room; Support is what they share.
        .target(name: "TestSupport", dependencies: ["Auth"], path: "Tests/Support"),
        .testTarget(name: "BasicsTests", dependencies: ["Basics"]),
        .testTarget(name: "CGITests", dependencies: ["Basics", "CGI", "TestSupport"]),
        .testTarget(name: "JOSETests", dependencies: ["JOSE"], exclude: ["Exchange/exchange.py"]),
        .testTarget(name: "AuthTests", dependencies: ["Auth", "SQLiteStorage", "TestSupport"]),
        .testTarget(name: "SQLiteStorageTests", dependencies: ["SQLiteStorage", "TestSupport"]),
        .testTarget(name: "GatehouseTests", dependencies: ["Gatehouse", "SQLiteStorage", "TestSupport"]),
        .testTarget(name: "GatehouseServerTests", dependencies: ["GatehouseServer", "TestSupport"]),
        .testTarget(
            name: "EndToEndTests", dependencies: ["TestSupport", "gatehouse", "gatehouse-example"],
            exclude: ["Gate/upstream.py", "Gate/websocket.py"]),
    ],
    swiftLanguageModes: [.v6]
)
