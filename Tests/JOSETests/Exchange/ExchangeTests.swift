// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import Testing

/// Tokens go both ways between this library and PyJWT and Flask-JWT-Extended, as released.
@Suite("Exchange with PyJWT and Flask-JWT-Extended", .serialized)
struct ExchangeTests {
    private static let user = "alice \u{E9}"
    /// Python's clock is the host's, so the tokens of either side are judged by it.
    private static var now: NumericDate { NumericDate(Date().timeIntervalSince1970) }
    private static let start = now
    private static let validation = Validation(issuers: ["https://id.example"], audiences: ["api"])

    private static let issued = Result {
        let keys = try Algorithm.allCases.map { JSON.Member($0.rawValue, try TestKeys.jwk($0)) }
        return try PythonEnvironment.exchange("issue", .object(keys))
    }

    private static let read = Result {
        let asked = try Algorithm.allCases.map { algorithm in
            let (key, tokens) = (try TestKeys.jwk(algorithm), try ours(algorithm))
            let publicKey = try TestKeys.main(algorithm).publicJWK ?? key
            return JSON.Member(algorithm.rawValue, ["key": key, "public": publicKey, "tokens": .object(tokens)])
        }
        return try PythonEnvironment.exchange("read", .object(asked))
    }

    private static func ring(_ algorithm: Algorithm) throws -> KeyRing {
        let key = try TestKeys.main(algorithm)
        return try KeyRing(signing: key, unnamed: key)
    }

    private static func claims(
        _ type: TokenType, fresh: Freshness = .never, at time: NumericDate = start,
        issuer: String = "https://id.example"
    ) -> Claims {
        Claims(
            type: type, subject: user, tokenID: "t\u{2013}1", issuedAt: time, expiration: time + 600, fresh: fresh,
            csrf: "c", audience: ["app", "api"], issuer: issuer, role: "admin", roles: ["admin", "r\u{E9}dacteur"],
            sessionID: "s", additional: [JSON.Member("t", "\"\\/\u{7F}\t\u{1F600}"), JSON.Member("n", .number(2.5))])
    }

    private static func ours(_ algorithm: Algorithm) throws -> [JSON.Member] {
        let ring = try ring(algorithm)
        let stranger = try KeyRing(signing: TestKeys.other(algorithm))
        return [
            JSON.Member("access", .string(try ring.sign(claims(.access)))),
            JSON.Member("fresh", .string(try ring.sign(claims(.access, fresh: .always)))),
            JSON.Member("fresh-until", .string(try ring.sign(claims(.access, fresh: .until(start + 300))))),
            JSON.Member("stale", .string(try ring.sign(claims(.access, fresh: .until(start - 1))))),
            JSON.Member("refresh", .string(try ring.sign(claims(.refresh)))),
            JSON.Member("expired", .string(try ring.sign(claims(.access, at: start - 9999)))),
            JSON.Member("issuer", .string(try ring.sign(claims(.access, issuer: "https://else.example")))),
            JSON.Member("stranger", .string(try stranger.sign(claims(.access)))),
        ]
    }

    @Test(
        "what Python issues is accepted here", arguments: Algorithm.allCases,
        [
            "access", "fresh", "fresh-until", "refresh", "header", "bare", "named",
        ])
    func accepts(algorithm: Algorithm, name: String) throws {
        let token = try #require(try Self.issued.get()[algorithm.rawValue]?[name]?.string)
        let verified = try Self.ring(algorithm).verify(token, now: Self.now, Self.validation)
        let claims = verified.claims
        #expect(verified.header.keyID == (name == "named" ? "main" : nil))
        #expect(claims.subject == Self.user && claims.type == (name == "refresh" ? .refresh : .access))
        #expect(claims.role == "admin" && claims.roles == ["admin", "r\u{E9}dacteur"] && claims.sessionID == "s-1")
        #expect(claims["nested"] == ["n": [1, .number(2.5), .null, true]])
        #expect(claims.issuedAt == claims.notBefore && claims.tokenID?.utf8.count == 36)
        let isFresh = claims.fresh?.holds(at: Self.now)
        #expect(isFresh == (["bare", "named"].contains(name) ? nil : name.hasPrefix("fresh")))
    }

    @Test("what Python issues is refused here where it has to be", arguments: Algorithm.allCases)
    func refuses(algorithm: Algorithm) throws {
        let tokens = try #require(try Self.issued.get()[algorithm.rawValue])
        let (expired, unknown) = (try #require(tokens["expired"]?.string), try #require(tokens["unknown"]?.string))
        let access = try #require(tokens["access"]?.string)
        let ring = try Self.ring(algorithm)
        #expect(throws: TokenError.expired) { try ring.verify(expired, now: Self.now, Self.validation) }
        #expect(throws: TokenError.unknownKey) { try ring.verify(unknown, now: Self.now, Self.validation) }
        for other in Algorithm.allCases where other != algorithm {
            #expect(throws: TokenError.algorithm) {
                try Self.ring(other).verify(access, now: Self.now, Self.validation)
            }
        }
    }

    @Test(
        "what is issued here is accepted by Python, and guards what it should", arguments: Algorithm.allCases,
        [
            ("access", [200, 422, 401]), ("fresh", [200, 422, 200]), ("fresh-until", [200, 422, 200]),
            ("stale", [200, 422, 401]), ("refresh", [422, 200, 422]), ("expired", [401, 401, 401]),
            ("issuer", [422, 422, 422]), ("stranger", [422, 422, 422]),
        ] as [(String, [Int64])])
    func isAccepted(algorithm: Algorithm, row: (name: String, answers: [Int64])) throws {
        let answer = try #require(try Self.read.get()[algorithm.rawValue]?[row.name])
        #expect(["access", "refresh", "fresh"].map { answer[$0]?.integer } == row.answers)
        let header = try #require(answer["header"])
        #expect(header["alg"]?.string == algorithm.rawValue && header["typ"] == "JWT" && header["kid"] == "main")
        guard row.answers.contains(200) else { return #expect(answer["claims"]?.string != nil) }
        let written = try #require(try Self.ours(algorithm).first { $0.name == row.name }?.value.string)
        let ours = try Self.ring(algorithm).verify(written, now: Self.now, Self.validation).claims
        #expect(answer["claims"] == .object(ours.members), "the claims arrive as they were written")
    }
}
