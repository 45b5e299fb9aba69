// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import CGI

@Suite("Malformed SCGI input")
struct MalformedSCGITests {
    @Test("ends as the table says, and holds nobody up", arguments: MalformedInput.scgi)
    func table(_ input: MalformedInput) throws {
        let running = try Running(.quick, speaking: .scgi)
        let client = try SCGIClient(path: running.path)
        input.send(to: client.peer)
        let served = input.outcome == .answered ? ["/f"] : []
        switch input.outcome {
        case .silence:
            #expect(!client.isClosed(within: 600))
        case .closed:
            #expect(client.isClosed())
            #expect(eventually { running.drops.count == (input.bytes.isEmpty ? 0 : 1) }, "\(running.drops)")
        case .refused(let status):
            let reply = client.receive()
            #expect(reply.status == status && reply.isClosed && !reply.isReset)
            #expect(running.application.refusals.withLock { $0.count } == 1 && running.drops.isEmpty)
        case .answered:
            let reply = client.receive()
            #expect(reply.status == 200 && reply.body == "POST /f hello" && reply.isClosed && !reply.isReset)
            #expect(running.log.all.isEmpty)
        }
        #expect(try running.isWell())
        #expect(running.application.requests.withLock { $0 } == served + ["/well"])
    }

    @Test("has a row for every input of the table")
    func numbers() {
        #expect(Set(MalformedInput.scgi.map(\.number)) == Set(1...38))
    }

    @Test("is named in the log")
    func reasons() throws {
        let running = try Running(.quick, speaking: .scgi)
        let reasons: [(String, [UInt8])] = [
            ("FastCGI, where SCGI is spoken", MalformedInput.good), ("no netstring", Array("GET / HTTP/1.1".utf8)),
            ("headers without SCGI", SCGIMessage.headers([("CONTENT_LENGTH", "0")])),
        ]
        for (reason, bytes) in reasons {
            let client = try running.connectSCGI()
            client.send(bytes)
            #expect(client.isClosed() && eventually { running.drops.last == .malformed(reason) })
        }
    }
}
