// SPDX-License-Identifier: Apache-2.0

import Glibc
import TestSupport
import Testing

@testable import CGI

/// One row of the table of malformed input: what a peer sends, and what has to come of it.
struct MalformedInput: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable, Equatable {
        /// The connection is closed without an answer, and nothing was executed.
        case closed
        /// The application was asked for the answer to a refusal with this status.
        case refused(Int)
        /// The request was answered as the good one that it also is.
        case answered
        /// Nothing happens, and nothing is held up by it.
        case silence
    }

    let wire: Wire
    let number: Int
    let name: String
    let bytes: [UInt8]
    let outcome: Outcome
    /// Whether the peer says that nothing more comes.
    var halfClose = false
    /// Milliseconds between one byte and the next; nil sends all at once.
    var pause: UInt32?

    var testDescription: String { "\(wire == .scgi ? "S" : "F")\(number) \(name)" }

    init(
        _ number: Int, _ name: String, _ outcome: Outcome, _ bytes: [UInt8], halfClose: Bool = false,
        pause: UInt32? = nil, wire: Wire = .fastCGI
    ) {
        self.wire = wire
        self.number = number
        self.name = name
        self.outcome = outcome
        self.bytes = bytes
        self.halfClose = halfClose
        self.pause = pause
    }

    /// Sends it.
    func send(to peer: Peer) {
        if let pause {
            for byte in bytes where peer.send([byte]) { usleep(pause * 1_000) }
        } else {
            peer.send(bytes)
        }
        if halfClose { peer.finishSending() }
    }

    static let table = begins + aborts + parameters + streams + foreign + management + oddities
}

typealias Record = FastCGIRecord

extension MalformedInput {
    static let post = Record.parameters(.post("/f", length: 5))
    static let hello = Array("hello".utf8)
    /// The good request that many rows disturb.
    static let good = Record.begin() + post + Record.body(hello)
    static let terms = Record.bytes(type: 4)

    /// A request of parameters given as bytes.
    static func request(parameters: [UInt8]) -> [UInt8] {
        Record.begin() + Record.bytes(type: 4, parameters) + terms + Record.body()
    }

    /// A good request with one more parameter, given as bytes.
    static func request(with pair: [UInt8]) -> [UInt8] {
        Record.begin() + Record.bytes(type: 4, pair) + Record.parameters(.post("/f", length: 5)) + Record.body(hello)
    }
}
