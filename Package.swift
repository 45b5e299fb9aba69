// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
    name: "gatehouse",
    targets: [
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "JOSE", dependencies: ["COpenSSL"]),
        .testTarget(name: "JOSETests", dependencies: ["JOSE"], exclude: ["Exchange/exchange.py"]),
    ],
    swiftLanguageModes: [.v6]
)
