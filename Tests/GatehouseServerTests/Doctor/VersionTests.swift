// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import GatehouseServer

@Suite("Versions of packages and libraries")
struct VersionTests {
    /// Each is older than the next.
    private static let ordered = [
        "1.0~rc1-1", "1.0-1", "1.0-1+deb12u1", "1.0-1.1", "1.0-2", "1.0a-1", "1.0+b-1", "1.0.1", "1.2", "1.9", "1.10",
        "2-1",
        "2:0.1", "10:0",
    ]

    @Test("are ordered as dpkg orders them")
    func order() throws {
        for (index, older) in Self.ordered.enumerated() {
            for newer in Self.ordered[(index + 1)...] {
                #expect(DebianVersion(older) < DebianVersion(newer), "\(older) < \(newer)")
                #expect(!(DebianVersion(newer) < DebianVersion(older)), "\(newer) > \(older)")
            }
        }
        for (older, newer) in zip(Self.ordered, Self.ordered.dropFirst()) {
            let dpkg = try Output.of("/usr/bin/dpkg", ["--compare-versions", older, "lt", newer])
            #expect(dpkg.status == 0, "\(older) < \(newer)")
        }
    }

    @Test("know the update of their release")
    func update() {
        #expect(DebianVersion("1.22.1-9+deb12u11").update(of: "deb12") == 11)
        #expect(DebianVersion("1.22.1-9+deb12u11+x").update(of: "deb12") == 11)
        #expect(DebianVersion("1.22.1-9+deb13u2").update(of: "deb12") == nil)
        #expect(DebianVersion("1.22.1-9").update(of: "deb12") == nil)
    }

    @Test(
        "are known to be mended, or not",
        arguments: [
            ("2.4.2-2", "2.4.5"), ("2.4.2-2.1", "2.4.5"), ("2.4.2-2+deb12u1", nil), ("2.4.2-2+deb12u0", "deb12u1"),
            ("2.4.2-2+deb11u1", nil), ("2.4.5-0.1", nil), ("2.4.7-1", nil),
        ])
    func mended(_ version: String, _ wanted: String?) {
        #expect(MendedVersion(upstream: "2.4.5", updates: ["deb12": 1]).wanted(for: DebianVersion(version)) == wanted)
    }

    @Test("are read from dpkg's list, where the package is installed")
    func packages() throws {
        let packages = Packages(
            status: """
                Package: a
                Status: install ok installed
                Version: 1.0-1

                Package: b
                Status: deinstall ok config-files
                Version: 2.0

                Package: c
                Status: install ok installed
                Description: x
                 Version: 9
                Version: 1:3.0

                """)
        #expect(packages["a"]?.description == "1.0-1")
        #expect(packages["b"] == nil)
        #expect(packages["c"]?.description == "1:3.0")
        let installed = try Output.of("/usr/bin/dpkg-query", ["-W", "-f", "${Version}", "dpkg"]).standardOutput
        #expect(Packages.installed["dpkg"]?.description == installed)
    }
}
