// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE
import SQLiteStorage
import TestSupport
import Testing

@testable import Gatehouse

@Suite("GET /.well-known/jwks.json")
struct PublicKeysTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Asks a face that has these keys.
    private func ask(_ keys: any Keychain, _ path: String, _ variables: (String, String)...) throws -> Answer {
        let authority = Authority(
            store: try SQLiteStore(path: directory.file("test.db")), keychain: keys,
            hasher: PasswordHasher(.bcrypt(cost: 4), slots: 1, queue: 0), clock: { 1_800_000_000 })
        let api = try API(routes: Route.standard(authority), doorkeeper: Doorkeeper(authority: authority))
        let environment = try CGI.Environment([("REQUEST_METHOD", "GET"), ("DOCUMENT_URI", path)] + variables)
        return Answer(response: api.respond(to: CGI.Request(environment: environment, body: [])))
    }

    private let path = "/.well-known/jwks.json"

    private func asymmetric() throws -> KeysInUse {
        KeysInUse(try KeyRing(KeySet.generate(.es256, id: "signing", at: 1_800_000_000)))
    }

    @Test("is an empty set where a secret signs")
    func secret() throws {
        let key = try Key.secret(Array("0123456789abcdef0123456789ABCDEF".utf8))
        let answer = try ask(KeysInUse(KeyRing(signing: key, unnamed: key)), path)
        #expect(answer.status == 200)
        #expect(answer.json == ["keys": []])
    }

    @Test("has the public halves of the current and the next key, and nothing else of them")
    func publicHalves() throws {
        let answer = try ask(asymmetric(), path)
        let keys = try #require(answer.json?["keys"]?.array)
        #expect(keys.count == 2)
        #expect(keys.contains { $0["kid"] == "signing" })
        for key in keys { #expect(key["d"] == nil && key["status"] == nil && key["x"] != nil) }
        #expect(answer.header("Content-Type") == "application/json")
        #expect(answer.header("Cache-Control") == "public, max-age=300")
    }

    static let conditions: [(field: @Sendable (String) -> String, status: Int)] = [
        ({ $0 }, 304), ({ "W/" + $0 }, 304), ({ "\"other\" ,\t\($0)" }, 304), ({ _ in "*" }, 304),
        ({ _ in "\"other\"" }, 200), ({ String($0.dropFirst().dropLast()) }, 200), ({ _ in "" }, 200),
    ]

    @Test("is 304 without a body for whoever has it", arguments: conditions)
    func conditional(_ field: @Sendable (String) -> String, _ status: Int) throws {
        let keys = try asymmetric()
        let tag = try #require(try ask(keys, path).header("ETag"))
        #expect(tag.count == 18 && tag.hasPrefix("\"") && tag.hasSuffix("\""))
        let again = try ask(keys, path, ("HTTP_IF_NONE_MATCH", field(tag)))
        #expect(again.status == status)
        #expect(again.response.body.isEmpty == (status == 304))
        #expect(again.header("ETag") == tag)
        #expect(again.header("Cache-Control") == "public, max-age=300")
    }

    @Test("has another tag once the keys are others")
    func tag() throws {
        #expect(try ask(asymmetric(), path).header("ETag") != ask(asymmetric(), path).header("ETag"))
    }

    @Test("readiness names what is amiss with the keys, and stays 200")
    func readiness() throws {
        let keys = try asymmetric()
        #expect(try ask(keys, "/health/ready").json == ["status": "ok"])
        let answer = try ask(Complaining(inUse: keys), "/health/ready")
        #expect(answer.status == 200)
        #expect(answer.json == ["status": "ok", "warnings": ["The keys are those of yesterday."]])
    }
}

private struct Complaining: Keychain {
    let inUse: KeysInUse
    let complaint: String? = "The keys are those of yesterday."
}
