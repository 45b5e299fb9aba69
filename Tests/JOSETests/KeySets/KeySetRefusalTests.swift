// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Key sets that are refused")
struct KeySetRefusalTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let error: KeySetError
        let make: @Sendable () throws -> JSON

        init(_ name: String, _ error: KeySetError, _ make: @escaping @Sendable () throws -> JSON) {
            self.name = name
            self.error = error
            self.make = make
        }

        var testDescription: String { name }
    }

    @Test("a set that is not clear about its keys is refused", arguments: rows)
    func refused(row: Row) throws {
        #expect(throws: row.error) { try KeySetTests.set(row.make()) }
        #expect(row.error.description.hasSuffix(".") && row.error.description.contains(/: |must/))
        #expect(!row.error.description.contains(Base64URL.encode(Forge.secret)))
    }

    static let rows: [Row] =
        [
            Row("a list", .notASet) { [] }, Row("a key", .notASet) { try TestKeys.jwk(.rs256) },
            Row("keys is an object", .notASet) { ["keys": [:]] }, Row("no keys", .noCurrent) { ["keys": []] },
            Row("a key that is none", .key("keys[1]", .notAnObject)) {
                ["keys": [try key(.es256, "a", "current"), "b"]]
            },
            Row("no status", .invalidStatus("a")) { ["keys": [try key(.es256, "a", nil)]] },
            Row("no status and no name", .invalidStatus("keys[0]")) {
                ["keys": [try key(.es256, "a", nil).with("kid", nil)]]
            },
            Row("an unknown status", .invalidStatus("a")) { ["keys": [try key(.es256, "a", "active")]] },
            Row("a status in capitals", .invalidStatus("a")) { ["keys": [try key(.es256, "a", "Current")]] },
            Row("a status that is no string", .invalidStatus("a")) {
                ["keys": [try key(.es256, "a", nil).with("status", 1)]]
            },
            Row("no current key", .noCurrent) {
                ["keys": [try key(.es256, "a", "next"), try key(.edDSA, "b", "verifying")]]
            },
            Row("only a retired key", .noCurrent) { ["keys": [try key(.es256, "a", "retired")]] },
            Row("two current keys", .severalOf(.current, ["a", "b"])) {
                ["keys": [try key(.es256, "a", "current"), try key(.edDSA, "b", "current")]]
            },
            Row("two next keys", .severalOf(.next, ["b", "c"])) {
                let current = try key(.es256, "a", "current")
                return ["keys": [current, try key(.edDSA, "b", "next"), try key(.es384, "c", "next")]]
            },
            Row("J23: a name twice", .key("a", .duplicateID("a"))) {
                ["keys": [try key(.es256, "a", "current"), try key(.edDSA, "a", "verifying")]]
            },
            Row("J23: the name of a retired key", .key("a", .duplicateID("a"))) {
                ["keys": [try key(.es256, "a", "current"), try key(.edDSA, "a", "retired")]]
            },
            Row("a key of RSA under two algorithms", .sameKey("a", "b")) {
                ["keys": [try key(.rs256, "a", "current"), try key(.ps256, "b", "verifying")]]
            },
            Row("a key that was retired under another name", .sameKey("a", "b")) {
                ["keys": [try key(.es256, "a", "current"), try key(.es256, "b", "retired")]]
            },
            Row("a secret that was retired under another name", .sameKey("b", "c")) {
                let other = try key(.hs384, "c", "verifying")
                return ["keys": [try key(.es256, "a", "current"), try key(.hs256, "b", "retired"), other]]
            },
            Row("a secret under two algorithms", .sameKey("a", "b")) {
                ["keys": [try key(.hs256, "a", "current"), try key(.hs384, "b", "verifying")]]
            },
            Row("a current key without its private half", .key("a", .cannotSign(id: "a"))) {
                ["keys": [try publicKey(.es256, "a", "current")]]
            },
            Row("a next key without its private half", .key("b", .cannotSign(id: "b"))) {
                ["keys": [try key(.es256, "a", "current"), try publicKey(.edDSA, "b", "next")]]
            },
            Row("a current key that may only verify", .key("a", .cannotSign(id: "a"))) {
                ["keys": [try key(.hs256, "a", "current").with("key_ops", ["verify"])]]
            },
            Row("a verifying key of 1 byte", .key("b", .secretTooShort(count: 1))) {
                ["keys": [try key(.es256, "a", "current"), try key(.hs256, "b", "verifying").with("k", "AA")]]
            },
            Row("no alg", .key("a", .missingMember("alg"))) {
                ["keys": [try key(.rs256, "a", "current").with("alg", nil)]]
            },
            Row("a retired key without a name", .key("keys[1]", .missingMember("kid"))) {
                ["keys": [try key(.es256, "a", "current"), ["status": "retired"]]]
            },
            Row("a retired key with a bad name", .key("a b", .invalidID("a b"))) {
                ["keys": [try key(.es256, "a", "current"), ["status": "retired", "kid": "a b"]]]
            },
        ]
        + ([-1, .number(1.5), "1", true, .null, 9_007_199_254_740_992] as [JSON]).map { since in
            Row("since \(since.text)", .key("a", .invalidMember("since", mustBe: "whole seconds since 1970"))) {
                ["keys": [try key(.es256, "a", "current").with("since", since)]]
            }
        }

    @Test(
        "a set is strict JSON", arguments: ["", "{", #"{"keys":[],"keys":[]}"#, #"{"keys":[],}"#, "\u{FEFF}{}", "{}x"])
    func strictJSON(text: String) {
        #expect { try KeySet(parsing: text.utf8) } throws: { error in
            if case KeySetError.invalidJSON = error { true } else { false }
        }
    }

    @Test("a retired key is read only for its name, so that a weak one can be left behind")
    func retiredKeys() throws {
        let weak: JSON = ["kty": "oct", "kid": "old", "k": "AA", "status": "retired"]
        let set = try KeySetTests.set(["keys": [Self.key(.es256, "a", "current"), weak]])
        #expect(set.entries.map(\.id) == ["a", "old"])
    }

    @Test("two retired keys may be one")
    func retiredTwins() throws {
        let keys = try ["b", "c"].map { try Self.key(.hs256, $0, "retired") }
        #expect(try KeySetTests.set(["keys": .array([Self.key(.es256, "a", "current")] + keys)]).entries.count == 3)
    }

    private static func key(_ algorithm: Algorithm, _ id: String, _ status: String?) throws -> JSON {
        try TestKeys.jwk(algorithm, id: id).with("status", status.map(JSON.string))
    }

    private static func publicKey(_ algorithm: Algorithm, _ id: String, _ status: String) throws -> JSON {
        try #require(TestKeys.publicKey(algorithm, id: id).publicJWK).with("status", .string(status))
    }
}
