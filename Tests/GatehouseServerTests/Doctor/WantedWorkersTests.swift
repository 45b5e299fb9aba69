// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import GatehouseServer

@Suite("How many workers systemd is to keep")
struct WantedWorkersTests {
    /// What stands in the file, and what is read of it; nil where that is nothing.
    static let forms: [(text: String, count: Int?)] = [
        ("", 2), ("WORKERS=", 2), ("WORKERS=\"\"\n", 2), ("# WORKERS=7\n", 2), ("OPTIONS=--threads 7\n", 2),
        ("export WORKERS=7\n", 2), ("WORKERS_=7\nXWORKERS=7\nworkers=7\nWORKERS 7\n", 2),
        ("WORKERS=1\n", 1), ("WORKERS=99", 99), ("WORKERS=\"4\"\n", 4), ("WORKERS='4'\n", 4),
        ("  WORKERS = 3 \t\n", 3), ("WORKERS=\t\"5\" \n", 5), ("WORKERS=6\r\n", 6),
        ("WORKERS=3\nOPTIONS=\nWORKERS=8\nBACKUPS=14\n", 8), ("WORKERS=x\nWORKERS=4\n", 4),
        ("WORKERS=4\nWORKERS=\n", 2),
        ("WORKERS=4\n#WORKERS=5\n", 4), ("\u{B}WORKERS=\u{C}4\n", 4),
        ("WORKERS=0\n", nil), ("WORKERS=100\n", nil), ("WORKERS=04\n", nil), ("WORKERS=-1\n", nil),
        ("WORKERS=+4\n", nil),
        ("WORKERS=four\n", nil), ("WORKERS=4 # four\n", nil), ("WORKERS=\"4\" # four\n", nil), ("WORKERS=4#\n", nil),
        ("WORKERS=\"4\n", nil), ("WORKERS=4'\n", nil), ("WORKERS=\"4'\n", nil), ("WORKERS='\"4\"'\n", nil),
        ("WORKERS=\" 4\"\n", nil), ("WORKERS=\"\n", nil), ("WORKERS=4 4\n", nil), ("WORKERS=4\\\n", nil),
        ("WORKERS==4\n", nil),
        ("WORKERS=٤\n", nil), ("WORKERS=$(nproc)\n", nil), ("WORKERS=*\n", nil), ("WORKERS=[1-9]\n", nil),
        ("WORKERS=4\nWORKERS=x\n", nil),
    ]

    @Test("is read by the doctor as by the generator of the units", arguments: forms)
    func reading(_ text: String, _ count: Int?) throws {
        #expect(WantedWorkers(Array(text.utf8), path: "/x").count == count)
        let (links, complaint) = try generated(text)
        #expect(links == (1...(count ?? WantedWorkers.standard)).map { "gatehouse@\($0).service" })
        #expect((complaint != "") == (count == nil), "\(complaint)")
    }

    @Test("is two where there is no file, for the doctor as for the generator")
    func missing() throws {
        let host = try SoundHost()
        host.defaults = nil
        #expect(try host.patient().wantedWorkers?.count == 2)
        #expect(try generated(nil).links == ["gatehouse@1.service", "gatehouse@2.service"])
    }

    @Test("is complained of where it stands, and nowhere else where the kernel has no log")
    func complaint() throws {
        let wanted = WantedWorkers(Array("\nWORKERS=4\nWORKERS='x y'\n".utf8), path: "/x")
        #expect((wanted.text, wanted.place) == ("x y", Place(path: "/x", line: 3)))
        let complaint = try generated("WORKERS='x y'\n").complaint
        #expect(complaint.hasPrefix("WORKERS is \"x y\" in ") && complaint.hasSuffix("; there will be 2\n"))
    }

    /// What the generator makes of such a file, on a host whose kernel has no log.
    private func generated(_ text: String?) throws -> (links: [String], complaint: String) {
        let folder = try TemporaryDirectory()
        try text?.write(toFile: folder.file("default"), atomically: false, encoding: .utf8)
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let script = try String(contentsOf: root.appending(path: "systemd/gatehouse-generator"), encoding: .utf8)
            .replacing("/etc/default/gatehouse", with: folder.file("default"))
            .replacing("/dev/kmsg", with: folder.file("kmsg"))
        let output = try Output.of("/bin/sh", ["-c", script, "generator", folder.file("units")], environment: [:])
        #expect(output.status == 0, "\(output.standardError)")
        #expect(access(folder.file("kmsg"), F_OK) != 0)
        let links = try FileManager.default.contentsOfDirectory(
            atPath: folder.file("units/gatehouse.target.wants"))
        return (
            links.sorted { $0.localizedStandardCompare($1) == .orderedAscending }, output.standardError
        )
    }
}
