// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// A package of somebody else's that stands on Gatehouse: what the two library products promise is tried from outside.
let package = Package(
    name: "notes",
    dependencies: [.package(name: "gatehouse", path: "../..")],
    targets: [
        .executableTarget(
            name: "notes",
            dependencies: [
                .product(name: "Gatehouse", package: "gatehouse"),
                .product(name: "GatehouseServer", package: "gatehouse"),
            ],
            // An application whose compiler asks for every import must do with these two as well.
            swiftSettings: [.enableUpcomingFeature("MemberImportVisibility")])
    ],
    swiftLanguageModes: [.v6]
)
