// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import Testing

@Suite("Bad input through nginx gets a clear answer, and no worker dies of it")
struct BadInputTests {
    let host = Host.shared

    static let badBodies: [(String, Int, String)] = [
        ("", 400, "Request body must be JSON"),
        ("not json", 400, "Request body must be JSON"),
        ("[1,2]", 400, "Request body must be JSON"),
        ("null", 400, "Request body must be JSON"),
        (#"{"username":"alice","password":"Correct1horse","password":"x"}"#, 400, "Request body must be JSON"),
        (#"{"username":{"a":1},"password":"Correct1horse"}"#, 400, "Username and password are required"),
        (#"{"user":"alice"}"#, 400, "Username and password are required"),
        (#"{"username":7,"password":8}"#, 400, "Username and password are required"),
        (Host.credentials(#"nul\u0000name"#), 400, "Username must not contain control characters"),
        (Host.credentials(#"bell\u0007name"#), 400, "Username must not contain control characters"),
        (Host.credentials("ab"), 400, "Username must be 3-80 characters"),
        (Host.credentials(String(repeating: "é", count: 81)), 400, "Username must be 3-80 characters"),
        (Host.credentials("abc", "Aa1" + String(repeating: "x", count: 70)), 400, "Password must be at most 72 bytes"),
        (Host.credentials("abc", #"Correct1\u0000horse"#), 400, "Password must not contain a NUL character"),
    ]

    @Test("a bad body to /register", arguments: badBodies)
    func bodies(_ body: String, _ status: Int, _ sentence: String) throws {
        let reply = try host.curl("/register", "-H", "Content-Type: application/json", "--data-binary", body)
        #expect(reply.status == status)
        #expect(reply.error == sentence)
        #expect(reply.header("Content-Type") == "application/json")
    }

    @Test(
        "names of 3 and 80 code points and emoji are taken; a name in another case is the same",
        arguments: ["abc", String(repeating: "é", count: 80), "😀😀😀"])
    func names(_ name: String) throws {
        let host = try Host(workers: 1)
        #expect(try host.post("/register", Host.credentials(name)).status == 201)
        let again = try host.post("/register", Host.credentials(name.uppercased()))
        #expect(again.status == 409)
        #expect(again.error == "Username already exists")
        #expect(try host.post("/login", Host.credentials(name)).status == 200)
    }

    @Test("passwords of 71 and 72 bytes log in, and differ in the last of them", arguments: [71, 72])
    func passwords(_ bytes: Int) throws {
        let name = Host.someone()
        let password = "Aa1" + String(repeating: "x", count: bytes - 3)
        #expect(try host.post("/register", Host.credentials(name, password)).status == 201)
        #expect(try host.post("/login", Host.credentials(name, password)).status == 200)
        #expect(try host.post("/login", Host.credentials(name, password.dropLast() + "y")).status == 401)
        #expect(try host.post("/login", Host.credentials(name, password + "x")).status == 401)
    }

    @Test("invalid UTF-8 is no JSON")
    func invalidUTF8() throws {
        let file = URL(fileURLWithPath: host.folder.file("latin1-\(UUID().uuidString)"))
        try Data([0x22, 0xff, 0x22]).write(to: file)
        let reply = try host.curl("/login", "-H", "Content-Type: application/json", "--data-binary", "@\(file.path)")
        #expect(reply.error == "Request body must be JSON")
    }

    @Test("a body of 10 MB is 413, and the connection serves the next request")
    func large() throws {
        let file = URL(fileURLWithPath: host.folder.file("large-\(UUID().uuidString)"))
        try Data(repeating: 0x20, count: 10_000_000).write(to: file)
        let reply = try host.curl("/login", "-H", "Content-Type: application/json", "--data-binary", "@\(file.path)")
        #expect(reply.status == 413)
        #expect(reply.code == "content_too_large")
        #expect(try host.curl("/health/live").status == 200)
    }

    @Test("a form is not JSON: 415")
    func form() throws {
        let reply = try host.curl("/login", "--data", "username=alice&password=Correct1horse")
        #expect(reply.status == 415)
    }

    static let requests: [(String, String, Int)] = [
        ("GET", "/nothing", 404), ("GET", "/profile/", 404), ("GET", "//health/live", 200),
        ("GET", "/health/./live", 200), ("GET", "/nothing/%2e%2e/health/live", 200), ("GET", "/%68ealth/live", 200),
        ("GET", "/../profile", 400), ("GET", "/profile%00", 400), ("GET", "/health%2flive", 200),
        ("PUT", "/login", 405), ("GET", "/login", 405), ("TRACE", "/health/live", 405), ("OPTIONS", "/profile", 204),
    ]

    @Test("paths and methods, as nginx decodes them", arguments: requests)
    func paths(_ method: String, _ path: String, _ status: Int) throws {
        let reply = try host.curl(path, "-X", method)
        #expect(reply.status == status)
        if status >= 400 { #expect(reply.json?["error"]?.string != nil) }
        if status == 405, method != "TRACE" { #expect(reply.header("Allow")?.contains("OPTIONS") == true) }
    }

    @Test("HEAD answers as GET, without the body")
    func head() throws {
        let token = try host.login(Host.someone()).access
        let get = try host.get("/profile", token: token)
        let head = try host.curl("/profile", "--head", "-H", "Authorization: Bearer \(token)")
        #expect(head.status == 200)
        #expect(head.body.isEmpty)
        #expect(head.header("Content-Length") == get.header("Content-Length"))
    }

    @Test("J39: two Authorization fields are refused")
    func twice() throws {
        let token = try host.login(Host.someone()).access
        let field = "Authorization: Bearer \(token)"
        let reply = try host.curl("/profile", "--http1.1", "-H", field, "-H", field)
        #expect(reply.status == 400)
        #expect(reply.json?["username"] == nil)
    }

    @Test(
        "J39: the scheme in other cases and with more spaces", arguments: ["bearer", "BEARER", "Bearer  ", "Bearer\t"])
    func schemes(_ scheme: String) throws {
        let token = try host.login(Host.someone()).access
        #expect(try host.curl("/profile", "-H", "Authorization: \(scheme) \(token)").status == 200)
    }

    @Test("tokens that are expired, not yet valid, tampered, of a foreign key, of the wrong kind or no token at all")
    func tokens() throws {
        let name = Host.someone()
        let pair = try host.login(name)
        let key = try Key.secret(Array(Host.secret.utf8))
        let foreign = try Key.secret(Array("another-secret-of-more-than-32-characters".utf8), id: key.id)
        let now = NumericDate(Date().timeIntervalSince1970)
        let session = try #require(try claims(of: pair.access)["sid"]?.string)
        func token(_ key: Key, from start: NumericDate, until end: NumericDate) throws -> String {
            try KeyRing(signing: key).sign(
                Claims(
                    type: .access, subject: name, tokenID: "t", issuedAt: start, expiration: end, sessionID: session))
        }
        let flipped = pair.access.dropLast(5) + (pair.access.suffix(5).first == "A" ? "B" : "A") + pair.access.suffix(4)
        let cases: [(String, String)] = [
            (try token(key, from: now - 60, until: now - 1), "token_expired"),
            (try token(key, from: now + 3600, until: now + 7200), "token_invalid"),
            (try token(foreign, from: now, until: now + 60), "token_invalid"),
            (String(flipped), "token_invalid"), (pair.refresh, "token_invalid"), ("a.b.c", "token_invalid"),
            (String(repeating: "a", count: 7000), "token_invalid"),
        ]
        for (token, code) in cases { #expect(try host.get("/profile", token: token).code == code, "\(token)") }
        #expect(try host.get("/profile", token: token(key, from: now, until: now + 60)).status == 200)
        #expect(try host.ask("POST", "/refresh", token: pair.access).code == "token_invalid")
        let required = try host.curl("/profile")
        #expect(required.code == "token_required")
        #expect(required.header("WWW-Authenticate") == "Bearer")
    }

    private func claims(of token: String) throws -> JSON {
        try JSON(parsing: Base64URL.decode(token.split(separator: ".")[1].utf8))
    }
}
