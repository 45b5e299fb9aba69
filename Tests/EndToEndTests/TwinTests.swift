// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The files of nginx/ for SCGI")
struct TwinTests {
    private static let folder = Host.root.appending(path: "nginx")

    /// What stands in a file besides comments.
    private static func directives(_ name: String) throws -> [String] {
        try String(contentsOf: folder.appending(path: "\(name).conf"), encoding: .utf8).split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }

    /// Each file with a twin, and the twin's name.
    private static func twins() throws -> [(String, String)] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return names.filter { $0.hasSuffix("_scgi.conf") }.map { String($0.dropLast("_scgi.conf".count)) }
            .map { ($0, "\($0)_scgi") } + [("fastcgi", "scgi")]
    }

    /// What one of the two needs and the other has by itself.
    private static let differences: Set = [
        "scgi_keep_conn on;", "scgi_param CONTENT_LENGTH $content_length;", "scgi_param SCGI 1;",
    ]

    @Test("say what their twins for FastCGI say")
    func twins() throws {
        let twins = try Self.twins()
        #expect(twins.contains { $0.0 == "api" })
        for (name, twin) in twins {
            let said = try Self.directives(name).map { $0.replacing("fastcgi", with: "scgi") }
            let repeated = try Self.directives(twin)
            #expect(
                said.filter { !Self.differences.contains($0) } == repeated.filter { !Self.differences.contains($0) },
                "\(name).conf and \(twin).conf")
        }
    }

    @Test("and those for both take what is added from answers, over each of nginx's protocols")
    func hidden() throws {
        let lines = try Self.directives("headers") + Self.directives("hide_headers")
        let names = { (directive: String) in
            lines.filter { $0.hasPrefix(directive + " ") }.compactMap {
                $0.split(whereSeparator: " ;".contains).dropFirst().first
            }
        }
        // Of Vary there may be several; Retry-After is empty where an answer could have its own.
        let added = names("add_header").filter { !["Vary", "Retry-After"].contains($0) }
        for module in ["fastcgi", "scgi", "proxy", "grpc", "uwsgi"] {
            #expect(names("\(module)_hide_header") == added, "\(module)")
        }
        #expect(!added.isEmpty)
    }
}
