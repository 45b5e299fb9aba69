// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Key sets")
struct KeySetTests {
    /// A set with a key of each status and of each type.
    static func mixed() throws -> JSON {
        let keys = [
            try TestKeys.jwk(.edDSA, id: "soon").with("status", "next").with("since", 30),
            try TestKeys.jwk(.es256, id: "now").with("status", "current").with("since", 20),
            try TestKeys.jwk(.rs256, id: "before").with("status", "verifying").with("since", 10),
            try TestKeys.jwk(.hs512, id: "long-before").with("status", "verifying"),
            try TestKeys.jwk(.es384, id: "gone").with("status", "retired").with("since", 5),
        ]
        return ["keys": .array(keys)]
    }

    static func set(_ value: JSON) throws -> KeySet { try KeySet(parsing: value.serialized()) }

    @Test("next, current and verifying keys verify, a retired one does not, and the current one signs")
    func statuses() throws {
        let set = try Self.set(Self.mixed())
        #expect(set.entries.map(\.status) == [.next, .current, .verifying, .verifying, .retired])
        #expect(set.entries.map(\.since) == [30, 20, 10, nil, 5])
        #expect(set.signing.id == "now" && set.entries[4].key == nil)
        let ring = try KeyRing(set)
        #expect(ring.signing.id == "now")
        for (algorithm, id, verdict) in [
            (Algorithm.edDSA, "soon", "accepted"), (.es256, "now", "accepted"), (.rs256, "before", "accepted"),
            (.hs512, "long-before", "accepted"), (.es384, "gone", "unknownKey"),
        ] {
            let header = #"{"alg":"\#(algorithm.rawValue)","kid":"\#(id)"}"#
            let token = try Forge.token(header: header, key: TestKeys.main(algorithm))
            #expect(try Forge.verdict(token, by: ring) == verdict)
        }
        #expect(
            try Forge.verdict(ring.sign(Claims(members: #require(JSON(parsing: Forge.payload.utf8).members))), by: ring)
                == "accepted")
    }

    @Test("what is written is read again as the same, whatever the order it came in")
    func stableText() throws {
        let value = try Self.mixed().with("note", "ours").with("x-more", [1, 2])
        let written = try Self.set(value).serialized()
        #expect(try KeySet(parsing: written).serialized() == written)
        let reordered = JSON.object(
            try #require(value.members).reversed().map { member in
                guard member.name == "keys", let keys = member.value.array else { return member }
                return JSON.Member(
                    "keys", .array(keys.map { .object(($0.members ?? []).sorted { $0.name > $1.name }) }))
            })
        let again = try JSON(parsing: Self.set(reordered).serialized())
        let first = try JSON(parsing: written)
        #expect(
            again["keys"]?.array?.map { $0.members?.prefix(4).map(\.name) }
                == first["keys"]?.array?.map {
                    $0.members?.prefix(4).map(\.name)
                })
        #expect(again["note"] == "ours" && again["x-more"] == [1, 2])
    }

    @Test("a file has one member a line, the name first, and keeps members that are unknown")
    func lines() throws {
        let key: JSON = [
            "k": .string(Base64URL.encode(Forge.secret)), "x-owner": ["team": "a", "none": [], "empty": [:]],
            "status": "current", "alg": "HS256", "kty": "oct", "since": 7, "kid": "main",
        ]
        let text = String(decoding: try Self.set(["keys": [key]]).serialized(), as: UTF8.self)
        #expect(
            text == """
                {
                  "keys": [
                    {
                      "kid": "main",
                      "kty": "oct",
                      "alg": "HS256",
                      "status": "current",
                      "since": 7,
                      "k": "\(Base64URL.encode(Forge.secret))",
                      "x-owner": {
                        "team": "a",
                        "none": [],
                        "empty": {}
                      }
                    }
                  ]
                }

                """)
    }

    @Test("a key without a name is written with the one that it gets")
    func names() throws {
        let set = try Self.set(["keys": [TestKeys.jwk(.edDSA).with("kid", nil).with("status", "current")]])
        #expect(set.entries[0].id == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
        #expect(try JSON(parsing: set.serialized())["keys"]?.array?[0]["kid"]?.string == set.entries[0].id)
    }

    @Test("a description shows names and statuses, and nothing of a private half")
    func description() throws {
        let set = try Self.set(Self.mixed())
        #expect(set.entries.map(\.description).prefix(2) == ["next key soon", "current key now"])
        var shown = "\(set) \(String(reflecting: set))"
        dump(set, to: &shown)
        for algorithm in Algorithm.allCases {
            let jwk = try TestKeys.jwk(algorithm)
            for name in ["k", "d", "p"] {
                if let secret = jwk[name]?.string { #expect(!shown.contains(secret)) }
            }
        }
    }

    @Test("a secret beside the set verifies, and may be the one for tokens without a name")
    func besideASecret() throws {
        let secret = try Key.secret(Forge.secret)
        let ring = try KeyRing(Self.set(Self.mixed()), verifying: [secret], unnamed: secret)
        for header in [#"{"alg":"HS256","typ":"JWT"}"#, #"{"alg":"HS256","kid":"\#(secret.id)"}"#] {
            let token = try Forge.token(header: header, key: secret)
            #expect(try Forge.verdict(token, by: ring) == "accepted")
            #expect(try Forge.verdict(token, by: KeyRing(Self.set(Self.mixed()))) == "unknownKey")
        }
        #expect(ring.signing.id == "now")
    }

    @Test("a key beside the set must not be one that was retired, whatever its name", arguments: Algorithm.allCases)
    func besideARetiredKey(algorithm: Algorithm) throws {
        let signer = algorithm == .es256 ? Algorithm.es384 : .es256
        let current = try TestKeys.jwk(signer, id: "now").with("status", "current")
        let former = try TestKeys.jwk(algorithm, id: "former").with("status", "verifying")
        let set = try Self.set(["keys": [current, former]])
        let retired = try KeySet(parsing: set.retiring("former", at: 5).serialized())
        // An entry that was made so by hand still holds the private half.
        let byHand = try Self.set(["keys": [current, former.with("status", "retired")]])
        for other in algorithm.keyType.algorithms where other.curve == algorithm.curve {
            let key = try TestKeys.key(other, id: "else")
            #expect(throws: KeyError.sameKey("former", "else")) { try KeyRing(set, verifying: [key]) }
            for set in [retired, byHand] {
                #expect(throws: KeyError.retired("else", as: "former")) { try KeyRing(set, verifying: [key]) }
                #expect(throws: KeyError.retired("else", as: "former")) { try KeyRing(set, unnamed: key) }
            }
        }
        #expect(throws: Never.self) {
            try KeyRing(retired, verifying: [TestKeys.key(algorithm, isOther: true, id: "else")])
        }
        #expect(KeyError.retired("else", as: "former").description.contains("was retired"))
    }

    @Test("a key beside the set must not have the name of one of its keys, be it retired", arguments: ["now", "gone"])
    func besideATwin(id: String) throws {
        let secret = try Key.secret(Forge.secret, id: id)
        let set = try Self.set(Self.mixed())
        #expect(throws: KeyError.duplicateID(id)) { try KeyRing(set, verifying: [secret]) }
        if id == "gone" { #expect(throws: KeyError.duplicateID(id)) { try KeyRing(set, unnamed: secret) } }
    }
}
