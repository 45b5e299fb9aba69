// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport
import Testing

@Suite("The audit of a host")
struct AuditTests {
    @Test("it is followed while it grows, and holds the request's name but no token and no password")
    func follow() throws {
        let host = try Host(workers: 1)
        let log = host.folder.file("audit.log")
        let follower = try Child(
            [Host.binary("gatehouse-example"), "audit", "--follow", "--json"],
            environment: ["DATABASE_URL": "sqlite:///\(host.database)"], log: log)
        func text() -> String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }
        let login = try host.login("alice")
        _ = try host.post("/login", Host.credentials("alice", "Wrong1horse"))
        _ = try host.ask("POST", "/refresh", token: login.refresh)
        _ = try host.ask("POST", "/refresh", token: login.refresh)
        #expect(eventually(within: 10) { text().contains("replayed") })
        let lines = try text().split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
        #expect(lines.map { $0["action"] } == ["register", "login", "login", "refresh"])
        #expect(lines.map { $0["result"] } == ["done", "done", "failed", "replayed"])
        #expect(lines[1]["request_id"]?.string == login.header("X-Request-ID"))
        for secret in [login.access, login.refresh, "Correct1horse", "Wrong1horse"] {
            #expect(!text().contains(secret))
        }
        follower.signal(SIGINT)
        #expect(eventually { follower.ended != nil })
    }
}
