// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Keys in JWK")
struct JWKTests {
    @Test("a private key signs what its public half verifies", arguments: KeyConfusionTests.asymmetric)
    func halves(algorithm: Algorithm) throws {
        let (key, publicKey) = (try TestKeys.key(algorithm), try TestKeys.publicKey(algorithm))
        #expect(key.canSign && !publicKey.canSign)
        #expect(key.thumbprint == publicKey.thumbprint && key.publicJWK == publicKey.publicJWK)
        let input = Array("header.payload".utf8)
        #expect(publicKey.accepts(try key.signed(input), over: input))
    }

    @Test("RFC 7638 §3.1 and RFC 8037 A.3: the thumbprint is the name of a key that has none")
    func thumbprints() throws {
        for (algorithm, thumbprint) in [
            (Algorithm.rs256, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"),
            (.edDSA, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"),
        ] {
            let jwk = try TestKeys.jwk(algorithm).with("kid", nil)
            #expect(try Key.jwk(jwk).id == thumbprint && TestKeys.main(algorithm).thumbprint == thumbprint)
            #expect(try TestKeys.main(algorithm).id == "main")
        }
    }

    @Test("a secret without a name gets the one that it has without a JWK", arguments: KeyType.oct.algorithms)
    func secretNames(algorithm: Algorithm) throws {
        let jwk: JSON = [
            "kty": "oct", "alg": .string(algorithm.rawValue), "k": .string(Base64URL.encode(Forge.secret)),
        ]
        let key = try Key.jwk(jwk)
        #expect(try key.id == Key.secret(Forge.secret, algorithm: algorithm).id && key.canSign)
        #expect(key.thumbprint == nil && key.publicJWK == nil)
    }

    @Test("RFC 7517 §4: members that are unknown are ignored, in any order", arguments: Algorithm.allCases)
    func unknownMembers(algorithm: Algorithm) throws {
        let jwk = try TestKeys.jwk(algorithm)
            .with("x5c", ["MIIB"]).with("use", "sig").with("note", ["a": [1, .null]]).with("ext", true)
        let reversed = JSON.object(try #require(jwk.members).reversed())
        let input = Array("a.b".utf8)
        let key = try Key.jwk(reversed)
        #expect(try TestKeys.main(algorithm).accepts(key.signed(input), over: input))
    }

    @Test("use and key_ops say what a key may do", arguments: operations)
    func permissions(row: Operations) throws {
        for (jwk, expected) in [
            (try TestKeys.jwk(.hs256), row.secret), (try TestKeys.jwk(.es256), row.pair),
            (try #require(TestKeys.main(.es256).publicJWK), row.publicKey),
        ] {
            let verdict: String
            do throws(KeyError) {
                verdict = try Key.jwk(jwk.with("use", row.use).with("key_ops", row.list)).canSign ? "signs" : "verifies"
            } catch {
                verdict = if case .forbiddenUse = error { "forbidden" } else { "\(error)" }
            }
            #expect(verdict == expected)
        }
    }

    struct Operations: Sendable {
        let use: JSON?
        let list: JSON?
        let secret, pair, publicKey: String

        init(_ use: JSON?, _ list: JSON?, _ secret: String, _ pair: String, _ publicKey: String) {
            self.use = use
            self.list = list
            self.secret = secret
            self.pair = pair
            self.publicKey = publicKey
        }
    }

    static let operations = [
        Operations(nil, nil, "signs", "signs", "verifies"),
        Operations("sig", nil, "signs", "signs", "verifies"),
        Operations("sig", ["sign", "verify"], "signs", "signs", "verifies"),
        Operations(nil, ["verify"], "verifies", "verifies", "verifies"),
        Operations(nil, ["sign"], "forbidden", "signs", "forbidden"),
        Operations(nil, [], "forbidden", "forbidden", "forbidden"),
        Operations(nil, ["encrypt", "wrapKey"], "forbidden", "forbidden", "forbidden"),
        Operations(nil, ["encrypt", "verify"], "verifies", "verifies", "verifies"),
        Operations("enc", nil, "forbidden", "forbidden", "forbidden"),
        Operations("enc", ["sign", "verify"], "forbidden", "forbidden", "forbidden"),
        Operations("SIG", nil, "forbidden", "forbidden", "forbidden"),
        Operations("", nil, "forbidden", "forbidden", "forbidden"),
    ]

    @Test("a public JWK has the members of the public half and no others", arguments: Algorithm.allCases)
    func publicMembers(algorithm: Algorithm) throws {
        let names = try TestKeys.main(algorithm).publicJWK?.members?.map(\.name)
        switch algorithm.keyType {
        case .oct: #expect(names == nil)
        case .rsa: #expect(names == ["kid", "alg", "use", "e", "kty", "n"])
        case .ec: #expect(names == ["kid", "alg", "use", "crv", "kty", "x", "y"])
        case .okp: #expect(names == ["kid", "alg", "use", "crv", "kty", "x"])
        }
    }

    @Test(
        "keys that are made are good, and never the same", arguments: Algorithm.allCases.filter { $0.keyType != .rsa })
    func generation(algorithm: Algorithm) throws {
        let keys = try (0..<20).map { _ in
            try Key.jwk(JSON.object(JWK.generated(for: algorithm)).with("alg", .string(algorithm.rawValue)))
        }
        #expect(Set(keys.map(\.id)).count == 20 && keys.allSatisfy(\.canSign))
    }

    @Test("a secret that is made is as long as its hash (RFC 7518 §3.2), and a modulus has 3072 bits")
    func generatedSizes() throws {
        for (algorithm, count) in [(Algorithm.hs256, 32), (.hs384, 48), (.hs512, 64), (.ps256, 384)] {
            let members = JSON.object(try JWK.generated(for: algorithm))
            let number = try #require((members["k"] ?? members["n"])?.string)
            #expect(try Base64URL.decode(number.utf8).count == count)
        }
    }

}
