// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("One refresh token, shown a hundred times at once to three processes")
struct RefreshRaceTests {
    /// So many rounds; the variable asks for more than a suite has time for.
    private static let rounds = ProcessInfo.processInfo.environment["GATEHOUSE_TEST_ROUNDS"].flatMap { Int($0) } ?? 10

    private let memory: MemoryFolder
    private let host: Host
    private let tabs: [WorkerClient]

    init() throws {
        memory = try MemoryFolder()
        host = try Host(workers: 0, ["DATABASE_URL": "sqlite:///\(memory.path)/gatehouse.db"])
        tabs = try Self.start(host, [:])
        _ = tabs[0].ask("POST", "/register", body: Host.credentials("alice"))
    }

    /// Three workers and a hundred connections to them.
    private static func start(_ host: Host, _ variables: [String: String]) throws -> [WorkerClient] {
        let paths = (0..<3).map { host.folder.file("worker-\($0)-\(variables.count)") }
        for path in paths { try host.startWorker(on: path, variables) }
        return try (0..<100).map { try WorkerClient(path: paths[$0 % 3]) }
    }

    private func show(_ token: String, in tabs: [WorkerClient]) -> [any CGIReply] {
        let turn = Counter()
        return concurrently(tabs.count) { tabs[turn.next()].ask("POST", "/refresh", token: token) }
    }

    @Test("J56, J57: it has one successor, and then the session is dead on all of them")
    func race() {
        var wrong: [String] = []
        for round in 0..<Self.rounds {
            let login = tabs[round % 3].ask("POST", "/login", body: Host.credentials("alice"))
            let replies = show(login.member("refresh_token"), in: tabs)
            let successors = replies.filter { $0.status == 200 }
            if successors.count != 1 || replies.filter({ $0.status == 401 }).count != 99 {
                wrong.append("round \(round): \(replies.map { $0.status ?? 0 })")
            }
            for token in [login.member("access_token"), successors.first?.member("access_token") ?? ""] {
                for tab in tabs[..<3] where tab.ask("GET", "/profile", token: token).status != 401 {
                    wrong.append("round \(round): a token is alive")
                }
            }
            let next = successors.first?.member("refresh_token") ?? ""
            if tabs[1].ask("POST", "/refresh", token: next).status != 401 { wrong.append("round \(round): renewed") }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    @Test("within the grace all tabs get the same answer, byte for byte, and so does one after a restart")
    func grace() throws {
        let variables = ["JWT_REFRESH_REUSE_GRACE": "60"]
        let tabs = try Self.start(host, variables)
        for round in 0..<Self.rounds {
            let login = tabs[round % 3].ask("POST", "/login", body: Host.credentials("alice"))
            let replies = show(login.member("refresh_token"), in: tabs)
            #expect(replies.allSatisfy { $0.status == 200 })
            #expect(Set(replies.map(\.body)).count == 1)
            #expect(tabs[1].ask("GET", "/profile", token: replies[0].member("access_token")).status == 200)
            guard round == 0 else { continue }
            let path = host.folder.file("later")
            try host.startWorker(on: path, variables)
            let late = try WorkerClient(path: path).ask("POST", "/refresh", token: login.member("refresh_token"))
            #expect(late.body == replies[0].body)
        }
    }
}
