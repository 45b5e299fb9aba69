// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("The README, pasted")
struct ReadmeTests {
    /// The lines of the walk, with what each promises in its comment.
    private static func walk() throws -> [Substring] {
        let text = try String(contentsOf: Host.root.appending(path: "README.md"), encoding: .utf8)
        let section = try #require(text.range(of: "## A walk"))
        let rest = text[section.upperBound...]
        let begin = try #require(rest.range(of: "```sh\n"))
        let end = try #require(rest[begin.upperBound...].range(of: "\n```"))
        return rest[begin.upperBound..<end.lowerBound].split(separator: "\n")
    }

    @Test("every line of the walk answers what its comment says")
    func walk() throws {
        let host = try Host(
            ["RATELIMIT_ENABLED": "true"], locations: Host.root.appending(path: ".make/guarded.conf").path)
        let folder = try TemporaryDirectory()
        try layOut(folder, host)
        let script = try Self.walk().map { line in
            line.hasPrefix("api ") || line.hasPrefix("tokens=")
                ? "echo '> \(Self.promise(line))'\n\(line)" : String(line)
        }
        let output = try run("bash", "-c", "cd \(folder.path); PORT=\(host.port)\n" + script.joined(separator: "\n"))
        try check(output.standardOutput, output.standardError)
    }

    /// The folder in which the lines are pasted, as `make run` leaves it.
    private func layOut(_ folder: TemporaryDirectory, _ host: Host) throws {
        let files = FileManager.default
        for path in [".run/nginx", ".build/release"] {
            try files.createDirectory(atPath: folder.file(path), withIntermediateDirectories: true)
        }
        try files.createSymbolicLink(
            atPath: folder.file(".run/nginx/tls"), withDestinationPath: host.folder.file("tls"))
        try files.createSymbolicLink(
            atPath: folder.file(".build/release/gatehouse-example"),
            withDestinationPath: Host.binary("gatehouse-example"))
        let guarded = host.folder.file("www/guarded")
        try files.createDirectory(atPath: guarded, withIntermediateDirectories: true)
        try "the guarded page".write(toFile: guarded + "/page.txt", atomically: true, encoding: .utf8)
        let settings = "JWT_SECRET_KEY=\(Host.secret)\nDATABASE_URL=sqlite:///\(host.database)\n"
        try settings.write(toFile: folder.file(".run/env"), atomically: true, encoding: .utf8)
    }

    /// Answers come as `> comment` and the body below it.
    private func check(_ output: String, _ errors: String) throws {
        let answers = output.split(separator: "> ").map { $0.split(separator: "\n", maxSplits: 1) }
        #expect(answers.count == 14, "\(output)\n\(errors)")
        for answer in answers {
            let promise = String(answer.first ?? "")
            let body = answer.count > 1 ? String(answer[1]) : ""
            for part in Self.expectations[promise] ?? ["no expectation for: \(promise)"] {
                #expect(body.contains(part), "\(promise): \(body)")
            }
        }
    }

    private static func promise(_ line: Substring) -> String {
        line.range(of: " # ").map { line[$0.upperBound...].trimmingCharacters(in: .whitespaces) } ?? ""
    }

    private static let expectations: [String: [String]] = [
        #"201 {"message":"User created successfully"}"#: [#"{"message":"User created successfully"}"#],
        "access_token, refresh_token, token_type, expires_in": [
            #""access_token":"#, #""refresh_token":"#, #""token_type":"Bearer""#, #""expires_in":1800"#,
        ],
        #"{"username":"alice","role":"user",…}"#: [#"{"username":"alice","role":"user","#],
        #"{"items":["widget","gadget","tool"]}"#: [#"{"items":["widget","gadget","tool"]}"#],
        "the guest is greeted too": ["guest"],
        "a file that nginx serves to whoever is signed in": ["the guarded page"],
        "a new pair; the old refresh token is spent": [#""access_token":"#],
        "replayed: 401 Token has been revoked …": ["Token has been revoked"],
        "… and the whole session is dead, as after a theft": ["Token has been revoked"],
        #"{"message":"Token revoked successfully"}"#: [#"{"message":"Token revoked successfully"}"#],
        "401 Token has been revoked": ["Token has been revoked"],
        "401 Authorization token is required": ["Authorization token is required"],
        "403": ["Insufficient permissions"],
        "200": [#""users":"#],
    ]
}
