// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport
import Testing

@Suite("The status of a pool")
struct StatusTests {
    @Test("every request through nginx is in the sum over the workers; one that hangs is named")
    func counts() throws {
        let host = try Host()
        let token = try host.login(Host.someone()).access
        for _ in 1...20 { _ = try host.get("/profile", token: token) }
        for _ in 1...3 { _ = try host.get("/profile", token: "rubbish") }
        let output = try host.gatehouse("status", "--json")
        let status = try JSON(parsing: Array(output.standardOutput.utf8))
        let workers = try #require(status["workers"]?.array)
        #expect(workers.count == 2)
        let answers = workers.compactMap { $0["requests"]?["answers"]?.array?.compactMap(\.integer) }
        // Beside them, the registration and the login; readiness was asked by nobody.
        #expect(answers.map { $0[0] }.reduce(0, +) == 22)
        #expect(answers.map { $0[2] }.reduce(0, +) == 3)
        #expect(status["database"]?["sessions"] == 1)
        for worker in workers {
            #expect(worker["keys"]?["verifying"] == 1)
            #expect(worker["keys"]?["signing"]?.string?.isEmpty == false)
            #expect(worker["keys"]?["file_is_usable"] == nil)
        }
        let caches = workers.compactMap { $0["cache"] }
        func sum(_ name: String) -> Int64 { caches.compactMap { $0[name]?.integer }.reduce(0, +) }
        // Each worker that has met the token has verified it once, and what is rubbish every time.
        #expect(sum("hits") + sum("misses") == 23)
        #expect(sum("misses") == sum("tokens") + 3)
        #expect(output.status == 0)

        kill(host.workers[0].pid, SIGSTOP)
        defer { kill(host.workers[0].pid, SIGCONT) }
        let hung = try host.gatehouse("status")
        #expect(hung.status == 69)
        #expect(hung.standardError.contains("worker \(host.workers[0].pid) does not answer"))
    }
}
