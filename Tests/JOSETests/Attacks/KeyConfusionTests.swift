// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Keys that are taken for others")
struct KeyConfusionTests {
    @Test("J16: with a key, only its own algorithm is accepted, whoever signed", arguments: Algorithm.allCases)
    func everyPairing(algorithm: Algorithm) throws {
        let ring = try KeyRing(signing: TestKeys.main(algorithm))
        for claimed in Algorithm.allCases {
            for signer in Algorithm.allCases {
                let header = #"{"alg":"\#(claimed.rawValue)","kid":"main"}"#
                let token = try Forge.token(header: header, key: TestKeys.main(signer))
                let isOwn = claimed == algorithm && signer == algorithm
                let verdict = isOwn ? "accepted" : claimed == algorithm ? "signature" : "algorithm"
                #expect(try Forge.verdict(token, by: ring) == verdict, "\(claimed) signed as \(signer)")
            }
        }
    }

    @Test("a kid of one kind does not lead to a key of another", arguments: Algorithm.allCases)
    func everyKeyID(algorithm: Algorithm) throws {
        let others = [Algorithm.hs256, .rs256, .es256, .es384, .edDSA].filter { other in
            (other.keyType, other.curve) != (algorithm.keyType, algorithm.curve)
        }
        let keys = try ([algorithm] + others).map { try TestKeys.key($0, id: $0.rawValue) }
        let ring = try KeyRing(signing: keys[0], verifying: Array(keys.dropFirst()))
        for key in keys {
            let header = #"{"alg":"\#(algorithm.rawValue)","kid":"\#(key.id)"}"#
            let token = try Forge.token(header: header, key: TestKeys.main(algorithm))
            #expect(try Forge.verdict(token, by: ring) == (key.algorithm == algorithm ? "accepted" : "algorithm"))
        }
    }

    @Test("another key of the same kind verifies nothing", arguments: Algorithm.allCases)
    func otherKey(algorithm: Algorithm) throws {
        let header = #"{"alg":"\#(algorithm.rawValue)","kid":"main"}"#
        let token = try Forge.token(header: header, key: TestKeys.other(algorithm))
        #expect(try Forge.verdict(token, by: KeyRing(signing: TestKeys.main(algorithm))) == "signature")
        #expect(try Forge.verdict(token, by: KeyRing(signing: TestKeys.other(algorithm))) == "accepted")
    }

    @Test("J15: a public key is no secret of the ring, however it is spelled", arguments: asymmetric)
    func publicKeyAsSecret(algorithm: Algorithm) throws {
        let ring = try KeyRing(signing: TestKeys.main(algorithm), unnamed: TestKeys.main(algorithm))
        for spelling in try Self.spellings(of: TestKeys.main(algorithm)) {
            for hmac in KeyType.oct.algorithms {
                let secret = try #require(HMACSecret(spelling, hmac))
                let forger = Key(
                    id: "main", algorithm: hmac, canSign: true, material: .hmac(secret), fingerprint: "",
                    publicMembers: [])
                for name in [#","kid":"main""#, ""] {
                    let honest = try Forge.token(header: #"{"alg":"\#(hmac.rawValue)"\#(name)}"#, key: forger)
                    #expect(try Forge.verdict(honest, by: ring) == "algorithm")
                    let lying = try Forge.token(header: #"{"alg":"\#(algorithm.rawValue)"\#(name)}"#, key: forger)
                    #expect(try Forge.verdict(lying, by: ring) == "signature")
                }
            }
        }
    }

    @Test("R14: Ed25519 and EdDSA are two names of one algorithm, and no others are")
    func namesOfEd25519() throws {
        let ring = try KeyRing(signing: TestKeys.main(.edDSA))
        let names =
            [("EdDSA", "accepted"), ("Ed25519", "accepted")]
            + ["ed25519", "EDDSA", "eddsa", "Ed448", "ED25519", "Ed25519ph", "EdDSA ", "ES256K"].map {
                ($0, "algorithm")
            }
        for (name, verdict) in names {
            let token = try Forge.token(header: #"{"alg":"\#(name)","kid":"main"}"#, key: TestKeys.main(.edDSA))
            #expect(try Forge.verdict(token, by: ring) == verdict)
            let foreign = try Forge.verdict(token, by: KeyRing(signing: TestKeys.main(.es256)))
            #expect(foreign == "algorithm")
        }
        let key = try Key.jwk(TestKeys.jwk(.edDSA).with("alg", "Ed25519"))
        #expect(key.algorithm == .edDSA && key.publicJWK?["alg"] == "EdDSA")
        let token = try KeyRing(signing: key).sign(Claims(members: []))
        #expect(
            String(decoding: try Base64URL.decode(token.prefix { $0 != "." }.utf8), as: UTF8.self).contains("EdDSA"))
    }

    static let asymmetric = Algorithm.allCases.filter { $0.keyType != .oct }

    /// PEM with the line ends of Unix and of Windows, with and without the last, with a space in front; DER; JWK.
    private static func spellings(of key: Key) throws -> [[UInt8]] {
        let jwk = try #require(key.publicJWK)
        let der = try der(jwk)
        let lines = pemLines(der)
        let texts = [
            lines.joined(separator: "\n") + "\n", lines.joined(separator: "\n"),
            lines.joined(separator: "\r\n") + "\r\n", " " + lines.joined(separator: "\n") + "\n", jwk.text,
            String(decoding: jwk.serializedInLines(), as: UTF8.self),
        ]
        #expect(try Key.pem(texts[0].utf8, algorithm: key.algorithm).thumbprint == key.thumbprint)
        return texts.map { Array($0.utf8) } + [der]
    }

    /// SubjectPublicKeyInfo (RFC 5280 §4.1), written by hand: it is what attackers have.
    private static func der(_ jwk: JSON) throws -> [UInt8] {
        func member(_ name: String) throws -> [UInt8] { try Base64URL.decode(#require(jwk[name]?.string).utf8) }
        switch jwk["kty"] {
        case "RSA":
            let numbers = tagged(0x02, [0] + (try member("n"))) + tagged(0x02, try member("e"))
            let name = ByteNumbers.bytes("300d06092a864886f70d0101010500")
            return tagged(0x30, name + tagged(0x03, [0] + tagged(0x30, numbers)))
        case "EC":
            let curve = jwk["crv"] == "P-256" ? "06082a8648ce3d030107" : "06052b81040022"
            let name = tagged(0x30, ByteNumbers.bytes("06072a8648ce3d0201" + curve))
            return tagged(0x30, name + tagged(0x03, [0, 4] + (try member("x")) + (try member("y"))))
        default:
            return tagged(0x30, ByteNumbers.bytes("300506032b6570") + tagged(0x03, [0] + (try member("x"))))
        }
    }

    private static func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        switch content.count {
        case 0..<128: [tag, UInt8(content.count)] + content
        case 128..<256: [tag, 0x81, UInt8(content.count)] + content
        default: [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
        }
    }

    private static func pemLines(_ der: [UInt8]) -> [String] {
        let text = Base64URL.encode(der).replacing("-", with: "+").replacing("_", with: "/")
        let padded = text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        let lines = stride(from: 0, to: padded.count, by: 64).map { String(padded.dropFirst($0).prefix(64)) }
        return ["-----BEGIN PUBLIC KEY-----"] + lines + ["-----END PUBLIC KEY-----"]
    }
}
