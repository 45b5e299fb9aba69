// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import Synchronization
import TestSupport
import Testing

@Suite("Keys that change while two workers serve")
struct KeyTests {
    let folder: TemporaryDirectory
    let keys: String
    let host: Host

    init() throws {
        folder = try TemporaryDirectory()
        keys = folder.file("keys.json")
        let make = [Host.binary("gatehouse"), "key", "generate", "--id", "first"]
        let made = try run(make, environment: ["JWT_KEYS_FILE": keys])
        guard made.status == 0 else { throw HostError(made.standardError) }
        host = try Host(workers: 2, ["JWT_KEYS_FILE": keys])
    }

    private func key(_ arguments: String...) throws {
        let output = try run([Host.binary("gatehouse"), "key"] + arguments, environment: ["JWT_KEYS_FILE": keys])
        #expect(output.status == 0, "\(output.standardError)")
    }

    private func signer(of token: String) throws -> String? {
        try UnverifiedToken(token).header.first { $0.name == "kid" }?.value.string
    }

    /// Gets that path so many times, eight at once, and counts the statuses, each with curl's complaint if it has one.
    ///
    /// Over HTTP/1.1: nginx ends a connection after a thousand requests, and only there it does so between two of them.
    private func load(_ path: String, token: String, times: Int) throws -> [String: Int] {
        let output = try run(
            "curl", "--silent", "--http1.1", "--cacert", host.certificate, "--parallel", "--parallel-max", "8",
            "--write-out", "%{http_code} %{errormsg}\n", "--output", "/dev/null", "--header",
            "Authorization: Bearer \(token)",
            "https://localhost:\(host.port)\(path)?[1-\(times)]")
        let codes = output.standardOutput.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        return Dictionary(grouping: codes) { $0 }.mapValues(\.count)
    }

    /// Refreshes until it is told to end, one after the other, and looks in between with what it has got; ten times at
    /// the least, however slow the machine is.
    private func refreshes(_ token: String, until isOver: @escaping @Sendable () -> Bool) -> [Int] {
        var (token, statuses): (String, [Int]) = (token, [])
        while !isOver() || statuses.count < 20, !token.isEmpty {
            guard let renewed = try? host.ask("POST", "/refresh", token: token) else { return statuses + [0] }
            let look = try? host.get("/profile", token: renewed.access)
            statuses += [renewed.status, look?.status ?? 0]
            token = renewed.refresh
        }
        return statuses
    }

    @Test("they rotate under load: no request fails, and the tokens of before and after are good")
    func rotation() throws {
        let before = try host.login("alice")
        #expect(try signer(of: before.access) == "first")
        let checks = concurrentlyStarted(1) { try? load("/profile", token: before.access, times: 4000) }
        let session = try host.post("/login", Host.credentials("alice"))
        let isOver = Mutex(false)
        let renewals = concurrentlyStarted(1) { refreshes(session.refresh) { isOver.withLock { $0 } } }
        var logins: [Reply] = []
        for _ in 1...5 {
            try key("rotate")
            logins.append(try host.post("/login", Host.credentials("alice")))
        }
        #expect(checks() == [["200": 4000]])
        isOver.withLock { $0 = true }
        let statuses = renewals().flatMap { $0 }
        #expect(statuses.count >= 20 && statuses.allSatisfy { $0 == 200 }, "\(statuses)")
        #expect(logins.map(\.status) == [200, 200, 200, 200, 200])
        #expect(try Set(logins.map { try signer(of: $0.access) }).count == 5)
        for token in [before.access] + logins.map(\.access) {
            #expect(try load("/profile", token: token, times: 10) == ["200": 10])
        }
        #expect(try host.ask("POST", "/refresh", token: before.refresh).status == 200)
    }

    @Test("a key that is retired opens nothing any more, at the next request of either worker")
    func retirement() throws {
        _ = try host.login("alice")
        for name in ["one", "other"] { try host.startWorker(on: host.folder.file(name)) }
        let clients = try ["one", "other"].map { try WorkerClient(path: host.folder.file($0)) }
        for _ in 1...10 {
            let token = try host.post("/login", Host.credentials("alice")).access
            let id = try #require(try signer(of: token))
            #expect(clients.map { $0.profile(token) } == [200, 200])
            try key("rotate")
            #expect(clients.map { $0.profile(token) } == [200, 200])
            try key("retire", "--", id)
            #expect(clients.map { $0.profile(token) } == [401, 401])
            #expect(try load("/profile", token: token, times: 20) == ["401": 20])
        }
    }

    static let faults: [(name: String, @Sendable (String) throws -> Void)] = [
        ("half written", { truncate($0, 300) }),
        ("empty", { truncate($0, 0) }),
        ("gone", { unlink($0) }),
        ("readable for everybody", { chmod($0, 0o644) }),
        ("a pipe", { _ = (mkfifo("\($0).new", 0o600), rename("\($0).new", $0)) }),
    ]

    /// Puts the file right at one moment: a worker that looked in between would find another fault.
    private func putRight(_ whole: Data) {
        let new = "\(keys).new"
        #expect(FileManager.default.createFile(atPath: new, contents: whole, attributes: [.posixPermissions: 0o600]))
        #expect(rename(new, keys) == 0)
    }

    @Test("a file that is spoilt leaves the workers as they are, and they say so once, until it is right again")
    func faults() throws {
        let token = try host.login("alice").access
        let whole = try Data(contentsOf: URL(filePath: keys))
        for (number, fault) in Self.faults.enumerated() {
            try fault.1(keys)
            let complaints = { host.log.count(of: "the keys that were read before go on") }
            #expect(eventually(within: 5) { complaints() >= 2 * (number + 1) }, "\(fault.name): \(host.log)")
            #expect(try load("/profile", token: token, times: 20) == ["200": 20])
            #expect(try host.post("/login", Host.credentials("alice")).status == 200)
            let ready = try host.curl("/health/ready")
            #expect(ready.status == 200)
            #expect(ready.json?["warnings"]?.array?.count == 1, "\(fault.name): \(ready.body)")
            putRight(whole)
            #expect(try host.curl("/health/ready").json == ["status": "ok"])
            #expect(eventually(within: 5) { host.log.count(of: "can be used again") == 2 * (number + 1) })
            #expect(complaints() == 2 * (number + 1), "\(fault.name): \(host.log)")
        }
    }

    @Test("SIGHUP ends no worker")
    func hangup() throws {
        let token = try host.login("alice").access
        for worker in host.workers { worker.signal(SIGHUP) }
        #expect(try load("/profile", token: token, times: 50) == ["200": 50])
        #expect(host.workers.allSatisfy { $0.ended == nil })
    }

    @Test("what the secret alone has signed stays good when a key file comes beside it")
    func secret() throws {
        let before = try Host(workers: 1)
        let pair = try before.login("alice")
        let after = try Host(workers: 1, ["JWT_KEYS_FILE": keys, "DATABASE_URL": "sqlite:///\(before.database)"])
        #expect(try after.get("/profile", token: pair.access).status == 200)
        let renewed = try after.ask("POST", "/refresh", token: pair.refresh)
        #expect(try signer(of: renewed.access) == "first")
    }
}

extension WorkerClient {
    /// The status of /profile.
    fileprivate func profile(_ token: String) -> Int? { ask("GET", "/profile", token: token).status }
}

extension String {
    fileprivate func count(of text: String) -> Int { components(separatedBy: text).count - 1 }
}
