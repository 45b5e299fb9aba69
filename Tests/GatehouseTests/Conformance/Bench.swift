// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE
import TestSupport
import Testing

@testable import Gatehouse

typealias Run = FlaskCases.Run

/// The fixture of Flask-JWT-Extended's own tests: guarded routes, and tokens of a user who is called `username`.
final class Bench: Sendable {
    let face: Face
    private let session: String
    private let refreshID: String

    init(
        _ access: [TokenLocation] = [.headers], hooks: Hooks = Hooks(), tokens: TokenPolicy = TokenPolicy(),
        settings: API.Settings = API.Settings(), _ change: (inout TokenTransport) -> Void = { _ in },
        routes: @escaping (Authority) -> [Route] = { _ in [] }
    ) throws {
        var transport = TokenTransport(access: access)
        transport.cookies = CookieSettings(refreshPath: "/")
        change(&transport)
        face = try Face(
            settings: settings, transport: transport, hooks: hooks, tokens: tokens,
            routes: { Self.guarded + routes($0) })
        let authority = face.authority
        let client = Client(address: "192.0.2.1")
        _ = try authority.register(username: "username", password: "Correct1horse", from: client)
        let pair = try authority.login(username: "username", password: "Correct1horse", from: client)
        session = try #require(face.read(pair.access).sessionID)
        refreshID = try #require(face.read(pair.refresh).tokenID)
    }

    /// Routes of every access, to read and to write.
    private static let guarded: [Route] = [Method.get, .post].flatMap { method in
        [
            Route(method, "/protected", .located(.signedIn)) { _, admission in
                .json(["foo": "bar", "location": .string(admission.location?.rawValue ?? "")])
            },
            Route(method, "/fresh", .fresh) { _, _ in .json(["foo": "bar"]) },
            Route(method, "/renewing", .refreshToken) { _, _ in .json(["foo": "bar"]) },
            Route(method, "/either", .eitherToken) { _, _ in .json(["foo": "bar"]) },
            Route(method, "/optional", .optional) { _, grant in
                .json(["foo": "bar", "user": grant.map { .string($0.user.name) } ?? .null])
            },
        ]
    }

    /// A token of the user's session, with other values in the place of some claims, and without others.
    func token(
        _ type: TokenType = .access, fresh: Freshness = .never, expiring: Int64 = 900, csrf: String? = nil,
        with claims: [String: JSON] = [:], without names: [String] = []
    ) throws -> String {
        let now = face.clock.now
        let standard = Claims(
            type: type, subject: "username", tokenID: type == .refresh ? refreshID : "1234", issuedAt: now,
            expiration: now + expiring, fresh: fresh, csrf: csrf, sessionID: session)
        return try face.keys.sign(standard.changed(with: claims, without: names))
    }

    func get(_ path: String, _ token: String? = nil, _ variables: [(String, String)] = []) throws -> Answer {
        try face.ask("GET", path, token: token, variables)
    }

    func get(_ path: String, field: String) throws -> Answer {
        try face.ask("GET", path, [("HTTP_AUTHORIZATION", field)])
    }

    /// An own answer to the problem of that code, which says what the refused token says.
    static func own(_ code: String, _ status: Int) -> Hooks {
        Hooks(answers: [
            code: { occurrence in
                .json(
                    [
                        "baz": "foo", "alg": .string(occurrence.token?.header.algorithm.rawValue ?? ""),
                        "sub": occurrence.token?.claims["sub"] ?? .null,
                        "type": occurrence.token?.claims["type"] ?? .null,
                    ], status: status)
            }
        ])
    }

    func end() throws { try face.store.end(session, at: face.clock.now) }
}

extension Claims {
    /// The claims with other values, and without some.
    func changed(with values: [String: JSON], without names: [String] = []) -> Claims {
        let kept = members.filter { values[$0.name] == nil && !names.contains($0.name) }
        return Claims(members: kept + values.map { JSON.Member($0.key, $0.value) })
    }
}

extension Answer {
    func expect(_ status: Int, _ code: String? = nil, at location: SourceLocation = #_sourceLocation) {
        #expect(self.status == status, sourceLocation: location)
        #expect(self.code == code, sourceLocation: location)
    }

    /// An own answer; where `seen` it was told of the refused token.
    func expectOwn(_ status: Int, seen: Bool, at location: SourceLocation = #_sourceLocation) {
        #expect(self.status == status, sourceLocation: location)
        #expect(json?["baz"] == "foo", sourceLocation: location)
        #expect(json?["alg"] == (seen ? "HS256" : ""), sourceLocation: location)
        #expect(json?["sub"] == (seen ? "username" : .null), sourceLocation: location)
    }
}
