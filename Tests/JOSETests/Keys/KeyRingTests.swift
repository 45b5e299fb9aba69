// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("The key ring")
struct KeyRingTests {
    private static let claims = Claims(
        type: .access, subject: "alice", tokenID: "t1", issuedAt: Forge.now, expiration: Forge.now + 60)

    @Test("what is signed is verified, and comes back as it was", arguments: Algorithm.allCases)
    func roundTrip(algorithm: Algorithm) throws {
        let ring = try KeyRing(signing: TestKeys.main(algorithm))
        let token = try ring.sign(Self.claims)
        let verified = try ring.verify(token, now: Forge.now, Validation())
        #expect(verified.claims == Self.claims)
        #expect(verified.header.algorithm == algorithm && verified.header.keyID == "main")
    }

    @Test("the header has alg, typ and kid")
    func header() throws {
        let token = try Forge.ring().sign(Self.claims)
        let header = try Base64URL.decode(token.split(separator: ".")[0].utf8)
        #expect(String(decoding: header, as: UTF8.self) == Forge.header)
    }

    @Test(
        "a header in another order, with spaces or an unknown member says the same",
        arguments: [
            #"{"kid":"main","typ":"JWT","alg":"HS256"}"#, #"{ "alg" : "HS256", "kid" : "main" }"#,
            #"{"alg":"HS256","kid":"m\u0061in","x-note":{"a":[1]}}"#,
        ])
    func unfamiliarHeaders(header: String) throws {
        let verified = try Forge.ring().verify(Forge.token(header: header), now: Forge.now, Validation())
        #expect(verified.header.algorithm == .hs256)
        #expect(verified.header.keyID == "main")
    }

    @Test("an application's parameters are signed with the header, and read back")
    func parameters() throws {
        let parameters: [JSON.Member] = [.init("x-note", ["a": [1]]), .init("zone", "eu")]
        let token = try Forge.ring().sign(Self.claims, parameters: parameters)
        let verified = try Forge.ring().verify(token, now: Forge.now, Validation())
        #expect(verified.header == Header(.hs256, keyID: "main", additional: parameters))
        #expect(["alg", "typ", "kid", "jwk", "jku", "crit"].allSatisfy(Header.isReserved))
        #expect(!Header.isReserved("zone"))
    }

    @Test("J22: a key verifies as long as it is in the ring")
    func rotation() throws {
        let (old, new) = (try Forge.key(id: "old"), try Forge.key(Forge.otherSecret, id: "new"))
        let token = try KeyRing(signing: old).sign(Self.claims)
        let rotated = try KeyRing(signing: new, verifying: [old])
        #expect(try Forge.verdict(token, by: rotated) == "accepted")
        #expect(try Forge.verdict(rotated.sign(Self.claims), by: KeyRing(signing: new)) == "accepted")
        #expect(try Forge.verdict(token, by: KeyRing(signing: new)) == "unknownKey")
    }

    @Test("a token without kid is for the unnamed key alone")
    func unnamedKey() throws {
        let (named, unnamed) = (try Forge.key(), try Forge.key(Forge.otherSecret, id: "flask"))
        let header = #"{"alg":"HS256","typ":"JWT"}"#
        let ring = try KeyRing(signing: named, unnamed: unnamed)
        #expect(try Forge.verdict(Forge.token(header: header, key: unnamed), by: ring) == "accepted")
        #expect(try Forge.verdict(Forge.token(header: header, key: named), by: ring) == "signature")
        #expect(try Forge.verdict(Forge.token(header: header, key: named), by: KeyRing(signing: named)) == "unknownKey")
        let named2 = #"{"alg":"HS256","kid":"flask"}"#
        #expect(try Forge.verdict(Forge.token(header: named2, key: unnamed), by: ring) == "unknownKey")
    }

    @Test("one key under two names is refused, whatever algorithm it has under each", arguments: Algorithm.allCases)
    func twins(algorithm: Algorithm) throws {
        let key = try TestKeys.key(algorithm, id: "a")
        for other in algorithm.keyType.algorithms where other.curve == algorithm.curve {
            let twin = try TestKeys.key(other, id: "b")
            #expect(throws: KeyError.sameKey("a", "b")) { try KeyRing(signing: key, verifying: [twin]) }
            if let half = twin.publicJWK {
                #expect(throws: KeyError.sameKey("a", "b")) { try KeyRing(signing: key, verifying: [Key.jwk(half)]) }
            }
        }
        #expect(throws: Never.self) { try KeyRing(signing: key, verifying: [TestKeys.key(algorithm, isOther: true)]) }
    }

    @Test("each key has its own algorithm, whatever the others have")
    func mixedAlgorithms() throws {
        let secrets = Dictionary(
            uniqueKeysWithValues: KeyType.oct.algorithms.map { ($0.rawValue, Forge.secret + Array($0.rawValue.utf8)) })
        let keys = try KeyType.oct.algorithms.map { try Forge.key(#require(secrets[$0.rawValue]), $0, id: $0.rawValue) }
        let ring = try KeyRing(signing: keys[0], verifying: Array(keys[1...]))
        for key in keys {
            for algorithm in KeyType.oct.algorithms {
                let header = #"{"alg":"\#(algorithm.rawValue)","kid":"\#(key.id)"}"#
                let signer = try Forge.key(#require(secrets[key.id]), algorithm, id: key.id)
                let verdict = try Forge.verdict(Forge.token(header: header, key: signer), by: ring)
                #expect(verdict == (algorithm == key.algorithm ? "accepted" : "algorithm"))
            }
        }
    }

    @Test("RFC 7515 A.1: the signature of the example is good, and nothing near it")
    func vector() throws {
        let key = try Key.secret(
            Base64URL.decode(
                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow".utf8))
        let input =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
        let signature = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        #expect(try Forge.sign(input, key: key) == "\(input).\(signature)")
        let ring = try KeyRing(signing: key, unnamed: key)
        // It is past the signature that the example fails: it has no subject.
        #expect(try Forge.verdict("\(input).\(signature)", by: ring, now: 1_300_000_000) == "claim sub")
        let altered = signature.replacing("dBjf", with: "eBjf")
        #expect(try Forge.verdict("\(input).\(altered)", by: ring, now: 1_300_000_000) == "signature")
    }
}
