// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import Glibc
import JOSE
import Testing

@testable import GatehouseServer

@Suite("What the settings become")
struct PolicyTests {
    private func configuration(_ environment: [String: String] = [:]) -> Configuration {
        Configuration(layers: [.init(environment: environment)])
    }

    @Test("the defaults are those of the design")
    func defaults() throws {
        let tokens = try configuration().tokenPolicy()
        #expect(tokens.accessLifetime == 1800)
        #expect(tokens.refreshLifetime == 604_800)
        #expect(tokens.sessionLifetime == nil)
        #expect(tokens.reuseGrace == 0)
        #expect(tokens.issuer == nil)
        #expect(tokens.audience.isEmpty)
        #expect(tokens.validation == Validation())
        let limits = try configuration().limitPolicy()
        #expect(limits.login == [RateLimit(attempts: 5, seconds: 60)])
        #expect(limits.register == [RateLimit(attempts: 3, seconds: 60)])
        #expect(limits.loginFailures == [RateLimit(attempts: 30, seconds: 3600)])
        #expect(limits.isRegistrationOpen)
        #expect(try configuration().apiSettings().messageKey == "error")
        #expect(try configuration().apiSettings().basePath == "")
    }

    @Test("every choice arrives where it belongs")
    func choices() throws {
        let chosen = configuration([
            "JWT_ACCESS_TOKEN_EXPIRES": "1", "JWT_REFRESH_TOKEN_EXPIRES": "2", "JWT_DECODE_LEEWAY": "3",
            "JWT_DECODE_MAX_LIFETIME": "11", "JWT_SESSION_EXPIRES": "8", "JWT_REFRESH_REUSE_GRACE": "9",
            "AUDIT_RETENTION_DAYS": "10",
            "JWT_ENCODE_ISSUER": "i", "JWT_DECODE_ISSUER": "j,k", "JWT_ENCODE_AUDIENCE": "a, b",
            "JWT_DECODE_AUDIENCE": "c", "JWT_ERROR_MESSAGE_KEY": "msg", "GATEHOUSE_BASE_PATH": "/auth",
            "REGISTRATION_ENABLED": "no", "RATELIMIT_LOGIN": "1 per hour; 9 per day", "MAX_CONTENT_LENGTH": "7",
        ])
        let tokens = try chosen.tokenPolicy()
        #expect((tokens.accessLifetime, tokens.refreshLifetime) == (1, 2))
        #expect((tokens.sessionLifetime, tokens.reuseGrace) == (8, 9))
        #expect(tokens.issuer == "i")
        #expect(tokens.audience == ["a", "b"])
        #expect(tokens.validation == Validation(issuers: ["j", "k"], audiences: ["c"], leeway: 3, maximumLifetime: 11))
        #expect(try chosen.limitPolicy().login.map(\.attempts) == [1, 9])
        #expect(try !chosen.limitPolicy().isRegistrationOpen)
        #expect(try chosen.apiSettings().messageKey == "msg")
        #expect(try chosen.apiSettings().basePath == "/auth")
        let capacity = Capacity(threads: 4, connections: 5, drainTimeout: .seconds(6), cores: 2)
        let server = try chosen.serverSettings(capacity)
        #expect((server.threads, server.maxConnections, server.maxContentLength) == (4, 5, 7))
        #expect(server.drainTimeout == .seconds(6))
    }

    static let lives: [(access: String, refresh: String, session: String, longest: String, named: [String])] = [
        ("60", "600", "", "", []), ("60", "600", "", "600", []),
        ("60", "600", "", "599", ["JWT_REFRESH_TOKEN_EXPIRES"]),
        ("60", "600", "", "59", ["JWT_ACCESS_TOKEN_EXPIRES", "JWT_REFRESH_TOKEN_EXPIRES"]),
        ("60", "600", "100", "100", []), ("60", "600", "100", "99", ["JWT_REFRESH_TOKEN_EXPIRES"]),
        ("60", "600", "", "soon", []),
    ]

    @Test(
        "a longest life that the tokens exceed that are issued here is told", arguments: lives, ["headers", "cookies"])
    func lifetimeConflicts(
        _ row: (access: String, refresh: String, session: String, longest: String, named: [String]), _ location: String
    ) {
        let conflicts = configuration([
            "JWT_ACCESS_TOKEN_EXPIRES": row.access, "JWT_REFRESH_TOKEN_EXPIRES": row.refresh,
            "JWT_SESSION_EXPIRES": row.session, "JWT_DECODE_MAX_LIFETIME": row.longest, "JWT_TOKEN_LOCATION": location,
        ]).conflicts.map(\.description)
        #expect(conflicts.count == row.named.count, "\(conflicts)")
        for (conflict, name) in zip(conflicts, row.named) {
            #expect(conflict.hasPrefix("JWT_DECODE_MAX_LIFETIME is \(row.longest), and"))
            #expect(conflict.contains("(\(name)) would be refused"), "\(conflict)")
        }
    }

    static let partners: [(environment: [String: String], named: [String])] = [
        ([:], []), (["JWT_ENCODE_ISSUER": "a", "JWT_ENCODE_AUDIENCE": "b"], []),
        (["JWT_ENCODE_ISSUER": "a", "JWT_DECODE_ISSUER": "b,a"], []),
        (["JWT_DECODE_ISSUER": "a"], ["ISSUER"]),
        (["JWT_ENCODE_ISSUER": "a", "JWT_DECODE_ISSUER": "b"], ["ISSUER"]),
        (["JWT_ENCODE_AUDIENCE": "a,b", "JWT_DECODE_AUDIENCE": "b,c"], []),
        (["JWT_ENCODE_AUDIENCE": "a", "JWT_DECODE_AUDIENCE": "b", "JWT_DECODE_ISSUER": "c"], ["ISSUER", "AUDIENCE"]),
    ]

    @Test("issuers and audiences of which no token names one are told", arguments: partners)
    func unacceptedClaims(_ environment: [String: String], _ named: [String]) {
        let warnings = configuration(environment).warnings.filter { $0.hasPrefix("JWT_DECODE_") }
        #expect(warnings.count == named.count, "\(warnings)")
        for (warning, name) in zip(warnings, named) {
            #expect(warning.hasPrefix("JWT_DECODE_\(name) has none that JWT_ENCODE_\(name) writes"))
        }
    }

    @Test("RATELIMIT_ENABLED=false lifts all three limits")
    func noLimits() throws {
        let limits = try configuration(["RATELIMIT_ENABLED": "false"]).limitPolicy()
        #expect(limits.login.isEmpty && limits.register.isEmpty && limits.loginFailures.isEmpty)
    }

    @Test("the key signs with the chosen algorithm, and verifies what has no kid")
    func keys() throws {
        let secret = "MFbv3wZ3kY0u1j5mUq8rX2p7s9aLcDeFgHiJkLmN"
        let ring = try configuration(["JWT_SECRET_KEY": secret, "JWT_ALGORITHM": "hs512"]).keyRing()
        #expect(ring.signing.algorithm == .hs512)
        // {"alg":"HS512","typ":"JWT"}, and claims that are good until the year 2100.
        let token =
            "eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJhZGEiLCJpYXQiOjEsImp0aSI6IngiLCJleHAiOjQxM"
            + "DI0NDQ4MDB9.faXbRWyZTB1i7hBCIMYWb90qV1ksV0DI3boND5AxPSuZs64WrPvp9tiwFW9er5A69s5JH8FTbkeb7A"
            + "wGzRbAJQ"
        #expect(try ring.verify(token, now: 1_800_000_000, Validation()).claims.subject == "ada")
        #expect(throws: ConfigurationError.self) { try configuration().keyRing() }
    }

    @Test("without a socket there is nothing to listen on, and that is said")
    func noSocket() {
        let failure = #expect(throws: Failure.self) { try configuration().listener(nil, environment: [:]) }
        #expect(failure?.status == .configuration)
        #expect(failure?.description.contains("--listen unix:PATH") == true)
    }

    @Test("what systemd passes is not looked at where another socket was asked for")
    func asked() throws {
        let passed = ["LISTEN_PID": "\(getpid())", "LISTEN_FDS": "2"]
        #expect(throws: Failure.self) { try configuration().listener(nil, environment: passed) }
        let error = #expect(throws: ListenError.self) {
            try configuration().listener(.path("/nowhere/x.sock"), environment: passed)
        }
        #expect(error?.description.contains("/nowhere/x.sock") == true)
    }
}
