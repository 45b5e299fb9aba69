// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import CGI

@Suite("Malformed FastCGI input")
struct MalformedInputTests {
    @Test("ends as the table says, and holds nobody up", arguments: MalformedInput.table)
    func table(_ input: MalformedInput) throws {
        let running = try Running(.quick)
        let client = try running.connect()
        input.send(to: client.peer)
        switch input.outcome {
        case .closed:
            let reply = client.receive()
            #expect(reply.isClosed && reply.document.isEmpty)
            #expect(running.application.requests.withLock { $0 }.isEmpty)
        case .silence:
            #expect(!client.isClosed(within: 600))
        case .refused(let status):
            #expect(client.receive().status == status)
            #expect(running.application.requests.withLock { $0 }.isEmpty)
        case .answered:
            let reply = client.receive()
            #expect(reply.status == 200 && reply.body == "POST /f hello")
            #expect(running.application.requests.withLock { $0 } == ["/f"])
        }
        #expect(try running.isWell())
        #expect(!running.application.requests.withLock { $0 }.contains("/smuggled"))
    }

    @Test("has a row for every input of the table that is about bytes")
    func numbers() {
        // F61 to F64 are about what a peer does, not what it sends: ConnectionTests and DeadlineTests. F7 is served:
        // AuthorizerTests.
        #expect(Set(MalformedInput.table.map(\.number)) == Set(1...60).subtracting([7]).union(65...68))
    }
}
