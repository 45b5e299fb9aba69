// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Workers that die, drain and share one database")
struct WorkerTests {
    @Test("workers are killed while requests run: only what they were answering fails, and what was acknowledged holds")
    func killed() throws {
        let host = try Host()
        let alive = try host.login("alice")
        let traffic = try Traffic(on: host, as: alive.access)
        #expect(eventually { traffic.logouts > 20 })
        host.workers[0].destroy()
        let afterFirst = traffic.logouts
        #expect(eventually { traffic.logouts > afterFirst + 20 })
        try host.startWorker()
        host.workers[1].destroy()
        let afterSecond = traffic.logouts
        #expect(eventually { traffic.logouts > afterSecond + 20 })
        let answers = traffic.end()
        let failures = answers.filter { $0.status != 200 }
        #expect(failures.count <= 2 * Traffic.clients, "\(failures.count) of \(answers.count) have failed")
        #expect(failures.allSatisfy { $0.status == 502 }, "\(failures.map(\.status))")
        for answer in answers where answer.status == 200 {
            guard let ended = answer.endedToken else { continue }
            #expect(try host.get("/profile", token: ended).code == "token_revoked")
        }
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

    @Test("a worker that is told to end answers what it has begun and leaves with 0, and no request is lost meanwhile")
    func drained() throws {
        let host = try Host(["BCRYPT_LOG_ROUNDS": "8"])
        #expect(try host.post("/register", Host.credentials("alice")).status == 201)
        let ticks = host.workers.map(\.ticks)
        let isOver = Mutex(false)
        let logins = concurrentlyStarted(6) { () -> [String] in
            var answers: [String] = []
            while !isOver.withLock({ $0 }) || answers.count < 2 {
                let reply = try? host.post("/login", Host.credentials("alice"))
                answers.append(reply.map { $0.status == 200 ? "200" : $0.code ?? $0.body } ?? "none")
            }
            return answers
        }
        // nginx keeps its connections, so all that comes may go to one of them.
        let busy = { zip(host.workers, ticks).first { $0.ticks > $1 + 5 }?.0 }
        #expect(eventually(within: 60) { busy() != nil }, "no worker has anything to do")
        let worker = try #require(busy())
        worker.signal(SIGTERM)
        #expect(worker.exitStatus(within: 30) == 0)
        isOver.withLock { $0 = true }
        let answers = logins().flatMap { $0 }
        // On a machine that has much else to do a worker may say so, which is an answer too.
        #expect(answers.contains("200") && Set(answers).isSubset(of: ["200", "busy"]), "\(answers)")
        #expect(try host.curl("/health/live").status == 200)
    }

    @Test("a worker whom systemd cannot hear says why, once, and answers", arguments: [false, true])
    func unheard(_ wasThere: Bool) throws {
        let folder = try TemporaryDirectory()
        if wasThere { close(try UnixSocket.bound(at: folder.file("notify"), type: SOCK_DGRAM)) }
        let worker = try Child(
            [Host.binary("gatehouse"), "serve", "--protocol", WorkerProtocol.current.rawValue],
            environment: [
                "JWT_SECRET_KEY": Host.secret, "DATABASE_URL": "sqlite:///\(folder.file("gatehouse.db"))",
                "GATEHOUSE_LISTEN": "unix:\(folder.file("worker.sock"))", "NOTIFY_SOCKET": folder.file("notify"),
                "WATCHDOG_USEC": "30000",
            ], log: folder.file("log"))
        defer { worker.destroy() }
        #expect(
            eventually {
                (try? WorkerClient(path: folder.file("worker.sock")).ask("GET", "/health/ready"))?.status == 200
            })
        worker.signal(SIGINT)
        #expect(worker.exitStatus() == 0)
        let log = try String(contentsOfFile: folder.file("log"), encoding: .utf8)
        let complaints = log.split(separator: "\n").filter { $0.contains("NOTIFY_SOCKET") }
        let reason = wasThere ? "Connection refused" : "No such file or directory"
        #expect(complaints.count == 1 && complaints[0].contains("\"level\":\"error\""), "\(complaints)")
        #expect(complaints.first?.contains("NOTIFY_SOCKET is \(folder.file("notify")): \(reason)") == true)
    }

    @Test("Ctrl-C at the terminal of a pool ends its workers in order, with their logs written to the end")
    func interrupted() throws {
        let host = try Host(workers: 0)
        let pool = try host.startPool()
        #expect(eventually { host.log.ranges(of: #""message":"ready""#).count == 2 })
        // What a terminal does: the signal goes to the whole group, and setsid has made one.
        kill(-pool.pid, SIGINT)
        #expect(pool.exitStatus(within: 30) == 0)
        #expect(host.log.ranges(of: #""message":"ended""#).count == 2, "\(host.log)")
        #expect(host.log.contains(#""message":"draining""#))
    }

    @Test("a pool whose workers refuse their settings gives up at once, with their exit status and no socket left")
    func misconfigured() throws {
        let host = try Host(workers: 0, ["JWT_TOKEN_LOCATION": "kukies"])
        let pool = try host.startPool()
        #expect(pool.exitStatus(within: 30) == 78)
        #expect(host.log.ranges(of: "JWT_TOKEN_LOCATION is \"kukies\"").count == 2, "\(host.log)")
        #expect(host.log.contains("(exit status 78), and none has lasted: giving up"))
        #expect(!FileManager.default.fileExists(atPath: host.folder.file("pool.sock")))
    }

    @Test("a pool whose workers have served replaces them all when they are killed, however young the new ones die")
    func replaced() throws {
        let host = try Host(workers: 0)
        let pool = try host.startPool()
        #expect(eventually { host.log.ranges(of: #""message":"ready""#).count == 2 })
        usleep(1_100_000)
        for generation in 2...3 {
            pool.children.forEach { kill($0, SIGKILL) }
            #expect(eventually { host.log.ranges(of: #""message":"ready""#).count == 2 * generation }, "\(host.log)")
        }
        #expect(host.log.ranges(of: "(signal 9), starting another").count == 4)
        pool.end()
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
