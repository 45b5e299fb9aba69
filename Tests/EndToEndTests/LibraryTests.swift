// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport
import Testing

@Suite("An application in a package of its own")
struct LibraryTests {
    /// What Tests/Library is built to.
    private static let program = Host.root.appending(path: ".build/library/debug/notes").path

    @Test(
        "it runs behind nginx with its own routes, and with all of the server's",
        .enabled(if: FileManager.default.isExecutableFile(atPath: program), "only make test builds it"))
    func notes() throws {
        let host = try Host(program: Self.program)
        let name = Host.someone()
        let token = try host.login(name).access
        let bearer = ["--header", "Authorization: Bearer \(token)"]
        #expect(try host.curl("/notes").code == "token_required")
        #expect(try host.curl("/notes", bearer + ["--json", #"{"title":"milk"}"#]).status == 400)
        let made = try host.curl("/notes", bearer + ["--json", #"{"text":"milk"}"#])
        #expect(made.status == 201)
        #expect(made.json == ["text": "milk"])
        #expect(try host.curl("/session").json == ["name": "guest"])
        #expect(try host.get("/session", token: token).json == ["roles": ["user"], "type": "access"])
        #expect(try host.get("/notes/count", token: token).code == "insufficient_permissions")
        #expect(try host.ask("DELETE", "/notes", token: token).status == 204)
        #expect(try host.gatehouse("--version").status == 0)
    }

    @Test("the quick start compiles")
    func quickStart() throws {
        let output = try typecheck(Self.quickStart())
        #expect(output.status == 0, "\(output.standardError)")
    }

    @Test("a route without an access does not compile")
    func access() throws {
        let open = try Self.quickStart().replacing(#""/notes", .signedIn)"#, with: #""/notes")"#)
        let output = try typecheck(open)
        #expect(output.status == 1)
        #expect(output.standardError.contains("missing argument for parameter #3 in call"), "\(output.standardError)")
    }

    /// The application of the documentation's first page.
    private static func quickStart() throws -> String {
        let page = Host.root.appending(path: "Sources/Gatehouse/Documentation.docc/QuickStart.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let begin = try #require(text.range(of: "```swift\nimport Gatehouse\n"))
        let end = try #require(text[begin.upperBound...].range(of: "\n```"))
        return "import Gatehouse\n" + text[begin.upperBound..<end.lowerBound]
    }

    /// Has the compiler read a program against the modules that were built beside the tests.
    private func typecheck(_ program: String) throws -> Output {
        let folder = try TemporaryDirectory()
        try program.write(toFile: folder.file("Program.swift"), atomically: true, encoding: .utf8)
        let libraries =
            ["CFastCGI", "COpenSSL", "CCrypt"].map { Host.root.appending(path: "Sources/\($0)") }
            + [Host.root.appending(path: ".build/checkouts/GRDB.swift/Sources/GRDBSQLite")]
        return try run(
            ["swiftc", "-typecheck", "-parse-as-library", "-swift-version", "6", "-I", Host.binary("Modules")]
                + libraries.flatMap { ["-I", $0.path] } + [folder.file("Program.swift")])
    }
}
