// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport
import Testing

@Suite("A worker whose time of day is wrong")
struct ClockTests {
    private let host: Host
    private let clock: WrongClock
    private let notify: NotifySocket
    private let client: WorkerClient

    init() throws {
        host = try Host(workers: 0)
        clock = try WrongClock(in: host.folder)
        notify = NotifySocket(at: host.folder.file("notify"))
        try host.startWorker(
            on: host.folder.file("worker"), clock.variables.merging(["WATCHDOG_USEC": "150000"]) { $1 }, telling: notify
        )
        client = try WorkerClient(path: host.folder.file("worker"))
        for name in ["early", "late", "doomed"] { _ = client.ask("POST", "/register", body: Host.credentials(name)) }
        let added = try host.gatehouse("user", "add", "boss", "--role", "admin", input: "Correct1horse\n")
        #expect(added.status == 0, "\(added.standardError)")
    }

    private func login(_ name: String) -> any CGIReply {
        client.ask("POST", "/login", body: Host.credentials(name))
    }

    private func verdict(_ token: String) -> String {
        let reply = client.ask("GET", "/profile", token: token)
        return reply.status == 200 ? "good" : reply.member("code")
    }

    static let hour: Int64 = 3600

    static let clocks: [(ahead: Int64, stands: Bool, former: String)] = [
        (0, true, "good"), (-hour, false, "token_invalid"), (hour, false, "token_expired"), (0, false, "good"),
    ]

    @Test("revokes exactly, and tells the watchdog that it is well, whether the clock stands, leaps back or ahead")
    func revocation() throws {
        let (former, doomed) = (login("early").member("access_token"), login("doomed").member("access_token"))
        for (ahead, stands, expected) in Self.clocks {
            let still = stands ? Int64(time(nil)) : nil
            try clock.turn(ahead: ahead, still: still)
            #expect(verdict(former) == expected)
            let issued = try issuedAt(login("late").member("access_token"))
            #expect(abs(issued - (still ?? Int64(time(nil))) - ahead) < 3)
            try revoke()
            // What has ended in the future has ended, once the clock is right again.
            if ahead > 0 { #expect(revocation(of: "doomed") == 200) }
            // What was said until now bears no witness of what was done since the clock was turned.
            notify.forget()
            for _ in 1...3 { #expect(notify.hears("WATCHDOG=1"), "\(ahead) ahead, stands: \(stands)") }
        }
        #expect(verdict(doomed) == "token_revoked")
        #expect(!host.log.contains("a thread is stuck"))
    }

    /// A logout ends one session, and a revocation all that began before it, also where no second lies between.
    private func revoke() throws {
        let (left, kept) = (login("late"), login("late"))
        #expect(client.ask("DELETE", "/logout", token: left.member("access_token")).status == 200)
        #expect(verdict(left.member("access_token")) == "token_revoked")
        #expect(client.ask("POST", "/refresh", token: left.member("refresh_token")).status == 401)
        #expect(verdict(kept.member("access_token")) == "good")
        #expect(revocation(of: "late") == 200)
        #expect(verdict(kept.member("access_token")) == "token_revoked")
        #expect(verdict(login("late").member("access_token")) == "good")
    }

    /// What an administrator is answered who revokes all that the user has.
    private func revocation(of name: String) -> Int? {
        let boss = login("boss").member("access_token")
        return client.ask("POST", "/admin/revoke-user", token: boss, body: #"{"username":"\#(name)"}"#).status
    }

    private func issuedAt(_ token: String) throws -> Int64 {
        try #require(try UnverifiedToken(token).claims.first { $0.name == "iat" }?.value.integer)
    }

    @Test("waits for the rest of a request when the clock leaps, and takes its thread for none that is stuck")
    func arriving() throws {
        let body = Array(Host.credentials("early").utf8)
        let variables = [
            ("REQUEST_METHOD", "POST"), ("DOCUMENT_URI", "/login"), ("REMOTE_ADDR", "192.0.2.1"),
            ("CONTENT_TYPE", "application/json"), ("CONTENT_LENGTH", "\(body.count)"),
        ]
        for ahead in [2 * Self.hour, -2 * Self.hour, 0] {
            let isFastCGI = WorkerProtocol.current == .fastcgi
            let bytes =
                isFastCGI ? FastCGIRecord.request(variables, body: body) : SCGIMessage.request(variables, body: body)
            let peer = try Peer(path: host.folder.file("worker"))
            #expect(peer.send(Array(bytes.prefix(bytes.count / 2))))
            usleep(50_000)
            try clock.turn(ahead: ahead)
            notify.forget()
            for _ in 1...3 { #expect(notify.hears("WATCHDOG=1")) }
            #expect(peer.send(Array(bytes.dropFirst(bytes.count / 2))))
            guard case .bytes(let answer) = peer.receive(within: 10_000) else { throw HostError("no answer") }
            #expect(String(decoding: answer, as: UTF8.self).contains("access_token"))
        }
        #expect(!host.log.contains("a thread is stuck"))
    }
}
