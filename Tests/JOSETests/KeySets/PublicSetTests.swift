// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("The public key set")
struct PublicSetTests {
    @Test("it has the keys that verify, in order, and neither secrets nor retired ones")
    func keys() throws {
        let set = try KeySetTests.set(KeySetTests.mixed())
        let keys = try #require(JSON(parsing: set.publicJWKSet)["keys"]?.array)
        #expect(keys.map { $0["kid"]?.string } == ["soon", "now", "before"])
        #expect(keys.map { $0["alg"]?.string } == ["EdDSA", "ES256", "RS256"])
        #expect(keys.allSatisfy { $0["use"] == "sig" && $0["status"] == nil })
    }

    @Test("no member of it, at any depth, is private: its names are these and no others")
    func names() throws {
        var keys: [JSON] = []
        for (index, algorithm) in [Algorithm.hs256, .rs256, .es256, .es384, .edDSA].enumerated() {
            keys.append(
                try TestKeys.jwk(algorithm, id: "k\(index)").with("status", index == 0 ? "current" : "verifying")
                    .with("x-private", "secret").with("x5c", ["MIIB"]).with("key_ops", ["sign", "verify"]))
        }
        keys.append(try TestKeys.jwk(.ps256, isOther: true, id: "next").with("status", "next"))
        let set = try KeySetTests.set(["keys": .array(keys), "x-note": "n"])
        for text in [set.publicJWKSet, try KeyRing(set).publicJWKSet] {
            let value = try JSON(parsing: text)
            #expect(value.members?.map(\.name) == ["keys"])
            let published = try #require(value["keys"]?.array)
            #expect(published.count == 5)
            let names = Set(published.flatMap { $0.members?.map(\.name) ?? [] })
            #expect(names == ["kid", "alg", "use", "kty", "crv", "x", "y", "n", "e"])
            #expect(names.isDisjoint(with: ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]))
            let spelled = String(decoding: text, as: UTF8.self)
            for secret in keys.flatMap({ key in ["d", "p", "q", "dp", "dq", "qi", "k"].compactMap { key[$0]?.string } })
            {
                #expect(!spelled.contains(secret))
            }
        }
    }

    @Test("what it has is enough to verify, and not enough to sign")
    func roundTrip() throws {
        let set = try KeySetTests.set(KeySetTests.mixed())
        let keys = try #require(JSON(parsing: set.publicJWKSet)["keys"]?.array).map { try Key.jwk($0) }
        #expect(keys.allSatisfy { !$0.canSign })
        let token = try KeyRing(set).sign(Claims(members: #require(JSON(parsing: Forge.payload.utf8).members)))
        let ring = try KeyRing(signing: Key.secret(Forge.secret), verifying: keys)
        #expect(try Forge.verdict(token, by: ring) == "accepted")
    }

    @Test("a ring of secrets has an empty one")
    func empty() throws {
        #expect(String(decoding: try Forge.ring().publicJWKSet, as: UTF8.self) == #"{"keys":[]}"#)
    }
}
