// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("What `make install` does to the files that nginx includes")
struct InstallTests {
    private let folder: TemporaryDirectory
    private let files = FileManager.default

    /// What this program would be installed from: the repository's files, beside what was built for the tests.
    init() throws {
        folder = try TemporaryDirectory()
        try files.createDirectory(atPath: folder.file("source/.build/release"), withIntermediateDirectories: true)
        for name in [".make", "nginx", "systemd"] {
            try files.createSymbolicLink(
                atPath: folder.file("source/\(name)"), withDestinationPath: Host.root.appending(path: name).path)
        }
        try files.createSymbolicLink(
            atPath: folder.file("source/.build/release/gatehouse"), withDestinationPath: Host.binary("gatehouse"))
    }

    private func install() throws {
        let output = try run(
            folder.file("source/.make/install"),
            environment: ["PATH": "/usr/bin:/bin", "DESTDIR": folder.file("host"), "PREFIX": "/usr"])
        try #require(output.status == 0, "\(output.standardError)")
    }

    /// The files in a folder of the host that are no links.
    private func plain(_ path: String) throws -> Set<String> {
        let names = try files.contentsOfDirectory(atPath: folder.file("host/\(path)"))
        return Set(
            names.filter { (try? files.destinationOfSymbolicLink(atPath: folder.file("host/\(path)/\($0)"))) == nil })
    }

    /// The files in a folder of the host that say so at their top.
    private func saying(_ words: String, _ path: String) throws -> Set<String> {
        let names = try files.contentsOfDirectory(atPath: folder.file("host/\(path)"))
        return Set(names.filter { (try? text("usr/share/gatehouse/nginx/\($0)"))?.prefix(200).contains(words) == true })
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: folder.file("host/\(path)"), encoding: .utf8)
    }

    private static let edited: Set = ["body.conf", "names.conf", "rates.conf", "site.conf"]

    @Test("an upgrade leaves what an operator edits as it is, and brings the others anew")
    func upgrade() throws {
        let (own, shared) = ("etc/nginx/gatehouse", "usr/share/gatehouse/nginx")
        try install()
        #expect(try plain(own) == Self.edited)
        #expect(try saying("Yours to edit", own) == Self.edited)
        for name in try files.contentsOfDirectory(atPath: folder.file("host/\(shared)")) {
            try "edited".write(toFile: folder.file("host/\(shared)/\(name)"), atomically: true, encoding: .utf8)
        }
        for name in Self.edited {
            try "edited".write(toFile: folder.file("host/\(own)/\(name)"), atomically: true, encoding: .utf8)
        }
        try install()
        for name in Self.edited { #expect(try text("\(own)/\(name)") == "edited") }
        for name in try files.contentsOfDirectory(atPath: folder.file("host/\(own)")) where !Self.edited.contains(name)
        {
            #expect(
                try files.destinationOfSymbolicLink(atPath: folder.file("host/\(own)/\(name)")) == "/\(shared)/\(name)")
            #expect(try text("\(shared)/\(name)") != "edited", "\(name)")
        }
    }
}
