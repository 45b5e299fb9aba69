// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// lighttpd, which asks the workers of a host as an authorizer before it serves what is its own.
///
/// Its configuration is the documentation's, once a policy, with the places made the test's own.
final class LighttpdHost {
    private let gated: GatedHost
    private let lighttpd: Child
    private let socket: String

    init(_ gated: GatedHost, policies: [String: String?]) throws {
        self.gated = gated
        socket = gated.host.folder.file("lighttpd.sock")
        let folder = gated.web.path
        let guarded = try policies.map { name, requirement in try Self.guarded(gated, name, requirement) }
        let text = """
            server.document-root = "\(folder)"
            server.bind = "\(socket)"
            server.upload-dirs = ("\(folder)")
            index-file.names = ("index.html")
            server.modules += ("mod_cgi")
            cgi.assign = (".cgi" => "")
            fastcgi.server = (".php" => (("socket" => "\(gated.web.file("fastcgi.sock"))", "check-local" => "disable")))

            """
        let file = gated.host.folder.file("lighttpd.conf")
        // Their order does not matter but for `server.modules +=`, of which the last names all.
        try (Self.modules + text + guarded.joined(separator: "\n")).write(
            toFile: file, atomically: true, encoding: .utf8)
        for name in policies.keys { try Self.fill(gated.web.file(name)) }
        lighttpd = try Child(
            ["lighttpd", "-D", "-f", file], environment: ["PATH": "/usr/sbin:/usr/bin:/bin"],
            log: gated.host.folder.file("lighttpd.log"))
        guard try eventually({ try self.curl("/gone.html").status == 200 }) else {
            let log = try? String(contentsOfFile: gated.host.folder.file("lighttpd.log"), encoding: .utf8)
            throw HostError("lighttpd does not answer: \(log ?? "")")
        }
    }

    deinit { lighttpd.end() }

    func curl(_ path: String, _ arguments: [String] = []) throws -> Reply {
        let always = ["curl", "--silent", "--include", "--path-as-is", "--max-time", "20", "--unix-socket", socket]
        return Reply(try run(always + arguments + ["http://localhost\(path)"]).standardOutput)
    }

    func get(_ path: String, token: String?, _ arguments: [String] = []) throws -> Reply {
        try curl(path, arguments + (token.map { ["--header", "Authorization: Bearer \($0)"] } ?? []))
    }

    /// A file, and a program that says which variables it has.
    private static func fill(_ folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "a page".write(toFile: folder + "/page.txt", atomically: true, encoding: .utf8)
        let program = "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n'\nenv\n"
        try program.write(toFile: folder + "/env.cgi", atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder + "/env.cgi")
    }
}

extension LighttpdHost {
    /// The block of the documentation.
    private static func documented() throws -> String {
        let page = Host.root.appending(path: "Sources/Gatehouse/Documentation.docc/GuardAnything.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        guard let block = text.split(separator: "```lighttpd\n").last?.split(separator: "```").first else {
            throw HostError("the documentation has no block for lighttpd")
        }
        return String(block)
    }

    private static var modules: String {
        get throws { String(try documented().split(separator: "\n\n")[0]) + "\n" }
    }

    /// The documentation's location with another path and requirement; nil leaves the requirement out.
    private static func guarded(_ gated: GatedHost, _ name: String, _ requirement: String?) throws -> String {
        let lines = try documented().split(separator: "\n\n").dropFirst().joined(separator: "\n").split(separator: "\n")
        let kept = lines.filter { requirement != nil || !$0.contains("GATEHOUSE_REQUIRE") }.joined(separator: "\n")
        return kept.replacing("/reports/", with: "/\(name)/")
            .replacing("role:admin|role:staff", with: requirement ?? "")
            .replacing("/run/gatehouse/gatehouse.sock", with: gated.host.socket) + "\n"
    }
}
