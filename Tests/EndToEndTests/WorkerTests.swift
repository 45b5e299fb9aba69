// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Workers that die, drain and share one database")
struct WorkerTests {
    @Test("one of two workers is killed while requests run, then both: nothing that was acknowledged is lost")
    func killed() throws {
        let host = try Host()
        let alive = try host.login("alice")
        let ended = try host.login("bob")
        _ = try host.ask("DELETE", "/logout", token: ended.access)
        host.workers[0].destroy()
        #expect(try host.get("/profile", token: alive.access).status == 200)
        host.workers[1].destroy()
        try host.startWorker()
        try host.startWorker()
        #expect(try host.get("/profile", token: alive.access).status == 200)
        #expect(try host.get("/profile", token: ended.access).code == "token_revoked")
        #expect(try host.ask("POST", "/refresh", token: alive.refresh).status == 200)
        #expect(try host.ask("POST", "/refresh", token: alive.refresh).code == "token_revoked")
    }

    @Test("requests wait in the backlog while no worker runs, and are answered by the next")
    func backlog() throws {
        let host = try Host(workers: 1)
        host.workers[0].destroy()
        let waiting = concurrentlyStarted(4) { try? host.curl("/health/live").status }
        usleep(300_000)
        try host.startWorker()
        #expect(waiting().allSatisfy { $0 == 200 })
    }

    @Test("a worker that is told to end answers what it has begun and leaves with 0, while its sibling goes on")
    func drained() throws {
        let host = try Host(["BCRYPT_LOG_ROUNDS": "10"])
        #expect(try host.post("/register", Host.credentials("alice")).status == 201)
        let logins = concurrentlyStarted(6) { try? host.post("/login", Host.credentials("alice")).status }
        usleep(20_000)
        host.workers[0].signal(SIGTERM)
        #expect(logins().allSatisfy { $0 == 200 })
        #expect(host.workers[0].exitStatus(within: 30) == 0)
        #expect(try host.curl("/health/live").status == 200)
    }

    @Test("of 100 logins at once under `5 per minute` exactly 5 pass, over two processes")
    func limited() throws {
        let host = try Host(["RATELIMIT_ENABLED": "true", "RATELIMIT_LOGIN": "5 per minute"])
        #expect(try host.post("/register", Host.credentials("alice")).status == 201)
        let codes = try host.flood("/login", Host.credentials("alice"), times: 100)
        #expect(codes == [200: 5, 429: 95])
        let refused = try host.post("/login", Host.credentials("alice"))
        #expect(refused.status == 429)
        #expect(refused.header("Retry-After") != nil)
        #expect(refused.header("RateLimit-Limit") == "5")
    }
}
