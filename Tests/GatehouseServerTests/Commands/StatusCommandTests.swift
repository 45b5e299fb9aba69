// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import GatehouseServer

@Suite("The command that shows the status")
struct StatusCommandTests {
    private let line = CommandLineFixture()

    @Test("reads, and makes nothing: not even the lock that whoever writes needs")
    func reading() throws {
        #expect(try line.run("user", "add", "ada", input: "Correct1horse\n").status == 0)
        let lock = line.folder.url.appending(path: "shop.db-lock")
        try FileManager.default.removeItem(at: lock)
        let answer = try line.run("status")
        #expect((answer.status, answer.errors) == (69, "shop: no worker is running\n"))
        #expect(answer.output.contains("\nDATABASE  "))
        #expect(!FileManager.default.fileExists(atPath: lock.path))
    }
}
