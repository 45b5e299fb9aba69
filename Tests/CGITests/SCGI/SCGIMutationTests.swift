// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import CGI

@Suite("A good SCGI request, mutated")
struct SCGIMutationTests {
    @Test("means one thing in however many pieces it comes, and nothing that it does not say", arguments: 1...8)
    func parsing(seed: UInt64) {
        var mutator = Mutator(seed: seed)
        for _ in 0..<300 {
            let mutant = mutator.request()
            let whole = Self.netstring(mutant)
            let first = (0...mutant.count).lazy.map { Self.netstring(Array(mutant.prefix($0))) }.first { $0 != .more }
            #expect((first ?? .more) == whole, "\(mutant)")
            guard case .whole(let content) = whole, let headers = Self.headers(Array(mutant[content])) else { continue }
            let environment = headers.environment
            var again: [UInt8] = []
            for place in environment.places {
                again += environment.bytes[place.name] + [0] + environment.bytes[place.value] + [0]
            }
            #expect(again[...] == mutant[content], "\(mutant)")
        }
    }

    @Test("is answered, refused or dropped, and the next one is served")
    func serving() throws {
        let running = try Running(.patient, speaking: .scgi)
        var mutator = Mutator(seed: 9)
        var answers: [Int: Int] = [:]
        for _ in 0..<1_000 {
            let mutant = mutator.request()
            let client = try running.connectSCGI()
            client.send(mutant)
            client.finishSending()
            let reply = client.receive()
            #expect(reply.isClosed && (reply.document.isEmpty || !reply.isReset), "\(mutant)")
            answers[reply.status ?? 0, default: 0] += 1
        }
        // Of every kind there are some, or the mutations are too tame or too wild.
        #expect([0, 200, 400].allSatisfy { answers[$0, default: 0] > 50 }, "\(answers)")
        #expect(try running.isWell() && eventually { running.server.openConnections == 0 })
    }

    private static func netstring(_ bytes: [UInt8]) -> Netstring? {
        bytes.withUnsafeBufferPointer { try? Netstring($0, limit: Environment.limit) }
    }

    private static func headers(_ content: [UInt8]) -> SCGIHeaders? {
        content.withUnsafeBufferPointer { try? SCGIHeaders($0, isWhole: true) }
    }
}

/// Spoils bytes here and there, the same for the same seed.
private struct Mutator: RandomNumberGenerator {
    private static let signs: [UInt8] = [0, 1, 0xff] + Array("0159:;,=- \n".utf8)

    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// A good request with up to three changes, in half of the cases behind what leads on to them.
    mutating func request() -> [UInt8] {
        let content = MalformedInput.SCGI.content + SCGIMessage.strings("HTTP_X", "", "QUERY_STRING", "a=1&b=2")
        guard Bool.random(using: &self) else {
            return mutant(of: SCGIMessage.netstring(content) + MalformedInput.hello)
        }
        let name = SCGIMessage.strings("CONTENT_LENGTH")
        let rest = mutant(of: Array(content.dropFirst(name.count)))
        return SCGIMessage.netstring(name + rest) + MalformedInput.hello
    }

    private mutating func mutant(of bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &self) where bytes.count > 1 { mutate(&bytes) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        // Half of them where it matters most: in what says how long things are.
        let reach = Bool.random(using: &self) ? min(24, bytes.count) : bytes.count
        let index = Int.random(in: 0..<reach, using: &self)
        let end = min(bytes.count, index + Int.random(in: 1...20, using: &self))
        switch Int.random(in: 0..<6, using: &self) {
        case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &self)
        case 1: bytes[index] = sign()
        case 2: bytes.insert(sign(), at: index)
        case 3: bytes.removeSubrange(index..<end)
        case 4: bytes.insert(contentsOf: bytes[index..<end], at: index)
        default: bytes.removeSubrange(max(1, index)...)
        }
    }

    private mutating func sign() -> UInt8 {
        Self.signs[Int.random(in: 0..<Self.signs.count, using: &self)]
    }
}
