// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import Foundation
import JOSE
import SQLiteStorage
import Synchronization
import TestSupport

@testable import Gatehouse

/// The HTTP face over a database of its own, asked without a socket.
final class Face: Sendable {
    let api: API
    let authority: Authority
    let store: SQLiteStore
    let keys: KeyRing
    let clock: Clock
    let records = Records()
    private let directory: TemporaryDirectory

    init(
        limits: LimitPolicy = LimitPolicy(login: [], register: [], loginFailures: []),
        settings: API.Settings = API.Settings(), transport: TokenTransport = TokenTransport(),
        hooks: Hooks = Hooks(), tokens: TokenPolicy = TokenPolicy(), clock: Clock = Clock(),
        patience: Duration = .seconds(5),
        hasher: PasswordHasher = PasswordHasher(.bcrypt(cost: 4), slots: 4, queue: 64),
        routes: (Authority) -> [Route] = { _ in [] }
    ) throws {
        self.clock = clock
        var tokens = tokens
        tokens.typesWithCSRF = transport.typesWithCSRF
        tokens.additions = hooks.additions
        tokens.demand = hooks.demand
        directory = try TemporaryDirectory()
        store = try SQLiteStore(path: directory.file("test.db"), busyTimeout: patience)
        keys = try KeyRing(signing: .secret(Self.secret))
        authority = Authority(
            store: store, keys: keys, hasher: hasher, tokens: tokens,
            limits: limits, clock: { clock.now })
        let records = self.records
        api = try API(
            routes: Route.standard(authority, transport: transport) + routes(authority),
            doorkeeper: Doorkeeper(authority: authority, transport: transport),
            settings: settings, answers: hooks.answers, observe: { records.append($0) })
    }

    static let secret = Array("0123456789abcdef0123456789ABCDEF".utf8)

    func ask(
        _ method: String, _ path: String, token: String? = nil, json: String? = nil, form: String? = nil,
        query: String = "", _ variables: [(String, String)] = []
    ) throws -> Answer {
        var all = [
            ("REQUEST_METHOD", method), ("DOCUMENT_URI", path), ("QUERY_STRING", query), ("REMOTE_ADDR", "192.0.2.1"),
        ]
        if let token { all.append(("HTTP_AUTHORIZATION", "Bearer \(token)")) }
        if json != nil { all.append(("CONTENT_TYPE", "application/json")) }
        if form != nil { all.append(("CONTENT_TYPE", "application/x-www-form-urlencoded")) }
        let environment = try CGI.Environment(all + variables)
        let request = CGI.Request(environment: environment, body: Array((json ?? form ?? "").utf8))
        return Answer(response: api.respond(to: request))
    }

    /// Registers and logs in; the answer holds the tokens.
    func login(_ name: String = "alice") throws -> Answer {
        _ = try ask("POST", "/register", json: Self.credentials(name))
        return try ask("POST", "/login", json: Self.credentials(name))
    }

    /// An administrator who is logged in.
    func administrator(_ name: String) throws -> (id: User.ID, token: String) {
        let token = try login(name).access
        let user = try store.user(named: Username(name))
        _ = try store.setRoles(of: user?.id ?? 0, to: ["admin"])
        return (user?.id ?? 0, token)
    }

    /// What a token of this face says.
    func read(_ token: String) throws -> Claims {
        try keys.verify(token, now: clock.now, Validation()).claims
    }

    static func credentials(_ name: String = "alice", _ password: String = "Correct1horse") -> String {
        #"{"username":"\#(name)","password":"\#(password)"}"#
    }
}

/// An answer, read as a client reads it.
struct Answer {
    let response: CGI.Response

    var status: Int { response.status }
    var json: JSON? { try? JSON(parsing: response.body) }
    var error: String? { json?["error"]?.string }
    var code: String? { json?["code"]?.string }
    var access: String { json?["access_token"]?.string ?? "" }
    var refresh: String { json?["refresh_token"]?.string ?? "" }
    func header(_ name: String) -> String? { response.header(name) }
}

/// A time of day that a test can move.
final class Clock: Sendable {
    private let offset = Mutex<Int64>(0)
    var now: NumericDate { NumericDate(Date().timeIntervalSince1970) + offset.withLock { $0 } }
    func advance(by seconds: Int64) { offset.withLock { $0 += seconds } }
}

/// What the face has said of the requests that it has answered.
final class Records: Sendable {
    private let list = Mutex<[RequestRecord]>([])
    func append(_ record: RequestRecord) { list.withLock { $0.append(record) } }
    var last: RequestRecord? { list.withLock { $0.last } }
}
