// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Attacks through the spelling and the signature")
struct EncodingAttackTests {
    @Test("a token that is no compact JWS is refused", arguments: shapes)
    func shape(attack: Case) throws {
        #expect(try Forge.verdict(attack.make()) == attack.verdict)
    }

    static let shapes: [Case] =
        ["HS256", "none", "HS512"].map { name in
            Case("J10 no signature, alg \(name)", "malformed") {
                let header = #"{"alg":"\#(name)","kid":"main"}"#
                return Base64URL.encode(header.utf8) + "." + Base64URL.encode(Forge.payload.utf8) + "."
            }
        } + [
            Case("as it is", "accepted") { try Forge.token() },
            Case("nothing", "malformed") { "" }, Case("one dot", "malformed") { "." },
            Case("two dots", "malformed") { ".." },
            Case("J11 two parts", "malformed") { try parts(of: Forge.token()).dropLast().joined(separator: ".") },
            Case("J11 no header", "malformed") {
                try "." + parts(of: Forge.token()).dropFirst().joined(separator: ".")
            },
            Case("no payload", "malformed") { try Forge.sign(parts(of: Forge.token())[0] + ".") },
            Case("J12 four parts", "malformed") { try Forge.token() + ".AAAA" },
            Case("J12 four parts, the last empty", "malformed") { try Forge.token() + "." },
            Case("J12 five parts", "malformed") { try Forge.token() + ".AAAA.AAAA" },
            Case("J13 flattened JSON", "malformed") {
                let parts = try parts(of: Forge.token())
                return #"{"protected":"\#(parts[0])","payload":"\#(parts[1])","signature":"\#(parts[2])"}"#
            },
            Case("J13 general JSON", "malformed") {
                let parts = try parts(of: Forge.token())
                let signatures = #"[{"protected":"\#(parts[0])","signature":"\#(parts[2])"}]"#
                return #"{"payload":"\#(parts[1])","signatures":\#(signatures)}"#
            },
            Case("J14, J64 a JWE", "malformed") {
                Base64URL.encode(#"{"alg":"dir","enc":"A128GCM"}"#.utf8) + "..AAAA.AAAA.AAAA"
            },
        ]

    @Test(
        "J33-J38: a character that does not belong is refused wherever it stands",
        arguments: [
            "=", "==", " ", "\t", "\r", "\n", "\r\n", "\0", "\u{FEFF}", "+", "/", "%2E", "\u{FF0E}", ",", "é",
        ])
    func foreignCharacters(text: String) throws {
        let token = try Forge.token()
        let parts = parts(of: token)
        for place in 0..<3 {
            let part = parts[place]
            for spelled in [text + part, part + text, part.prefix(4) + text + part.dropFirst(4)] {
                var changed = parts
                changed[place] = spelled
                #expect(try Forge.verdict(changed.joined(separator: ".")) == "malformed")
                // Signed as it is spelled, so that the signature cannot be what refuses it.
                if place < 2 { #expect(try Forge.verdict(Forge.sign(changed[0] + "." + changed[1])) == "malformed") }
            }
        }
        #expect(try Forge.verdict(text + token) == "malformed")
        #expect(try Forge.verdict(token + text) == "malformed")
    }

    @Test("J37, J38: another dot is no dot", arguments: ["%2e", "%2E", "\u{FF0E}", "\u{2024}", "..", ":"])
    func otherDots(dot: String) throws {
        let parts = try parts(of: Forge.token())
        #expect(try Forge.verdict(parts.joined(separator: dot)) == "malformed")
    }

    @Test("J36: the alphabet of plain base64 is refused")
    func plainAlphabet() throws {
        let token = try Forge.token(payload: Forge.payload(with: #","n":"~~~???>>>~~~???>>>""#))
        #expect(token.contains("-") && token.contains("_"))
        #expect(try Forge.verdict(token) == "accepted")
        #expect(try Forge.verdict(token.replacing("-", with: "+")) == "malformed")
        #expect(try Forge.verdict(token.replacing("_", with: "/")) == "malformed")
    }

    @Test("J34: the three other spellings of a signature are refused")
    func twins() throws {
        let token = try Forge.token()
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let last = try #require(alphabet.firstIndex(of: token.last ?? "."))
        for offset in 1...3 {
            #expect(try Forge.verdict(String(token.dropLast()) + String(alphabet[last + offset])) == "malformed")
        }
    }

    @Test("J28: no bit of a token can be changed, in whichever of its bytes")
    func bitFlips() throws {
        let ring = try Forge.ring()
        let token = Array(try Forge.token().utf8)
        for index in token.indices {
            for bit in 0..<8 {
                var changed = token
                changed[index] ^= 1 << bit
                #expect(try Forge.verdict(changed, by: ring) != "accepted", "byte \(index), bit \(bit)")
            }
        }
    }

    @Test("J28: no bit of what a token spells can be changed")
    func decodedBitFlips() throws {
        let ring = try Forge.ring()
        let parts = try parts(of: Forge.token()).map { try Base64URL.decode($0.utf8) }
        for (place, part) in parts.enumerated() {
            for index in part.indices {
                for bit in 0..<8 {
                    var changed = parts
                    changed[place][index] ^= 1 << bit
                    let token = changed.map { Base64URL.encode($0) }.joined(separator: ".")
                    let verdict = try Forge.verdict(token, by: ring)
                    #expect(
                        place == 0 ? verdict != "accepted" : verdict == "signature",
                        "part \(place), byte \(index)")
                }
            }
        }
    }

    @Test("J29: the signature of one token does not fit another")
    func transplant() throws {
        let one = try parts(of: Forge.token())
        let other = try parts(of: Forge.token(payload: Forge.payload(with: #","n":1"#)))
        #expect(try Forge.verdict([one[0], one[1], other[2]].joined(separator: ".")) == "signature")
        #expect(try Forge.verdict([one[0], other[1], one[2]].joined(separator: ".")) == "signature")
    }

    @Test("J32: a signature has all of its bytes and no more", arguments: KeyType.oct.algorithms)
    func signatureLength(algorithm: Algorithm) throws {
        let key = try Forge.key(Forge.secret, algorithm)
        let ring = try KeyRing(signing: key)
        let parts = try parts(of: Forge.token(header: #"{"alg":"\#(algorithm.rawValue)","kid":"main"}"#, key: key))
        let whole = try Base64URL.decode(parts[2].utf8)
        let wrong = (1..<whole.count).map { Array(whole.prefix($0)) } + [whole + [0], whole + whole, [0] + whole]
        for signature in wrong {
            let token = parts[0] + "." + parts[1] + "." + Base64URL.encode(signature)
            #expect(try Forge.verdict(token, by: ring) == "signature")
        }
    }

    @Test("J50: a token over 8 KiB is refused before it is looked at", arguments: [8193, 65_536, 1_048_576])
    func size(length: Int) throws {
        #expect(try Forge.verdict(String(repeating: "A", count: length)) == "malformed")
        let token = try Forge.token(payload: Forge.payload(with: #","n":"\#(String(repeating: "n", count: length))""#))
        #expect(try Forge.verdict(token) == "malformed")
    }

    @Test("J50: a token of 8 KiB is accepted, one of a character more is not")
    func sizeLimit() throws {
        let verdicts = try (5800...5950).map { count in
            let token = try Forge.token(
                payload: Forge.payload(with: #","n":"\#(String(repeating: "n", count: count))""#))
            return (length: token.utf8.count, verdict: try Forge.verdict(token))
        }
        #expect(verdicts.allSatisfy { $0.verdict == ($0.length <= 8192 ? "accepted" : "malformed") })
        #expect(Set(verdicts.map(\.verdict)).count == 2)
    }

    @Test("J50: a million dots are refused", .timeLimit(.minutes(1)))
    func dots() throws {
        #expect(try Forge.verdict(String(repeating: ".", count: 1_000_000)) == "malformed")
        #expect(try Forge.verdict(String(repeating: ".", count: 8192)) == "malformed")
    }
}

private func parts(of token: String) -> [String] {
    token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
}
