// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Signatures of every algorithm")
struct SignatureTests {
    @Test("R12: a signature has the one length that its algorithm prescribes", arguments: Algorithm.allCases)
    func lengths(algorithm: Algorithm) throws {
        let key = try TestKeys.main(algorithm)
        let input = Array("header.payload".utf8)
        for _ in 1...20 {
            let signature = try key.signed(input)
            #expect(signature.count == Self.length(of: algorithm))
            #expect(key.accepts(signature, over: input))
            #expect(!key.accepts(signature + [0], over: input))
            #expect(!key.accepts([0] + signature, over: input))
            #expect(!key.accepts(Array(signature.dropLast()), over: input))
            #expect(!key.accepts(Array(signature.dropFirst()), over: input))
            #expect(!key.accepts([], over: input))
        }
    }

    @Test("R12: a signature of RSA keeps the zeros in front", arguments: KeyType.rsa.algorithms)
    func leadingZeros(algorithm: Algorithm) throws {
        let key = try TestKeys.main(algorithm)
        var text = 0
        // One signature of 256 starts with a zero.
        while true {
            let input = Array("text \(text)".utf8)
            let signature = try key.signed(input)
            text += 1
            guard signature[0] == 0 else { continue }
            #expect(key.accepts(signature, over: input))
            return #expect(!key.accepts(Array(signature.dropFirst()), over: input))
        }
    }

    @Test("J28: a token of which any byte is another is refused", arguments: Algorithm.allCases)
    func flippedBytes(algorithm: Algorithm) throws {
        let ring = try KeyRing(signing: TestKeys.main(algorithm))
        let parts = try Forge.token(
            header: #"{"alg":"\#(algorithm.rawValue)","kid":"main"}"#, key: TestKeys.main(algorithm)
        ).split(separator: ".").map { try Base64URL.decode($0.utf8) }
        #expect(try Forge.verdict(Self.token(parts), by: ring) == "accepted")
        for part in parts.indices {
            for index in parts[part].indices {
                var changed = parts
                changed[part][index] ^= UInt8(1) << UInt8(index % 8)
                #expect(try Forge.verdict(Self.token(changed), by: ring) != "accepted", "byte \(index) of \(part)")
            }
        }
    }

    @Test("J29: a signature is good for what it was made over alone", arguments: Algorithm.allCases)
    func transplants(algorithm: Algorithm) throws {
        let header = #"{"alg":"\#(algorithm.rawValue)","kid":"main"}"#
        let key = try TestKeys.main(algorithm)
        let one = try Forge.token(header: header, key: key).split(separator: ".")
        let other = try Forge.token(header: header, payload: Forge.payload(with: #","n":1"#), key: key)
            .split(separator: ".")
        let ring = try KeyRing(signing: key)
        #expect(try Forge.verdict("\(one[0]).\(one[1]).\(other[2])", by: ring) == "signature")
        #expect(try Forge.verdict("\(other[0]).\(other[1]).\(other[2])", by: ring) == "accepted")
    }

    @Test("threads that share a key do not disturb one another", arguments: Algorithm.allCases)
    func threads(algorithm: Algorithm) async throws {
        let key = try TestKeys.main(algorithm)
        await withTaskGroup(of: Bool.self) { group in
            for thread in 0..<4 {
                group.addTask {
                    (0..<10).allSatisfy { round in
                        let (input, other) = (Array("\(thread) \(round)".utf8), Array("\(round) \(thread)".utf8))
                        guard let signature = key.material.signature(over: input.span) else { return false }
                        return key.accepts(signature, over: input)
                            && (thread == round || !key.accepts(signature, over: other))
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    private static func token(_ parts: [[UInt8]]) -> String {
        parts.map { Base64URL.encode($0) }.joined(separator: ".")
    }

    static func length(of algorithm: Algorithm) -> Int {
        switch algorithm {
        case .hs256: 32
        case .hs384: 48
        case .hs512, .es256, .edDSA: 64
        case .es384: 96
        default: 256
        }
    }
}
