// SPDX-License-Identifier: Apache-2.0

import Auth
import Gatehouse
import JOSE
import TestSupport
import Testing

@testable import GatehouseServer

@Suite("What Flask-JWT-Extended tests of its configuration, case by case")
struct FlaskConfigurationTests {
    private static let runs: [String: [FlaskCases.Run]] = [
        "CF1": [standard], "CF2": [chosen, cookieLife], "CF4": [endless], "CF5": [seconds], "CF6": [secrets],
        "CF7": [pem], "CF8": [refused], "CF9": [locations], "CF10": [protection],
    ]

    static let cases = FlaskCases.all.filter { $0.name.hasPrefix("CF") && $0.verdict != .notApplicable }

    @Test("each is run as often as there", arguments: cases.map { ($0.name, $0.count) })
    func run(_ name: String, _ count: Int) throws {
        #expect(try FlaskCases.run(name, of: Self.runs) == count)
    }

    @Test("none is run that is not one of them")
    func complete() {
        #expect(Set(Self.runs.keys) == Set(Self.cases.map(\.name)))
    }

    private static func configuration(_ environment: [String: String] = [:]) -> Configuration {
        Configuration(layers: [.init(environment: environment)])
    }

    private static func faults(_ name: String, _ value: String) -> Int {
        let setting = Settings.all.filter { $0.names.contains(name) }
        return configuration([name: value]).faults(in: setting).count
    }

    private static func standard() throws {
        let transport = try configuration().tokenTransport()
        #expect(transport.access == [.headers] && transport.refresh == [.headers])
        #expect((transport.headerName, transport.headerType) == ("Authorization", "Bearer"))
        #expect((transport.queryName, transport.queryPrefix) == ("jwt", ""))
        #expect((transport.accessKey, transport.refreshKey) == ("access_token", "refresh_token"))
        #expect(transport.cookies.isSecure && transport.cookies.sameSite == .lax && transport.cookies.domain == nil)
        #expect(transport.csrf.isRequired && transport.csrf.isInCookies && !transport.csrf.readsForms)
        #expect(transport.csrf.methods == ["POST", "PUT", "PATCH", "DELETE"])
        #expect(transport.csrf.access.header == "X-CSRF-TOKEN" && transport.csrf.access.field == "csrf_token")
        #expect(transport.cookies.accessCSRF == .init(name: "__Host-csrf_access_token", path: "/"))
        #expect(transport.cookies.refreshCSRF == .init(name: "__Host-csrf_refresh_token", path: "/"))
        let tokens = try configuration().tokenPolicy()
        #expect(tokens.writesNotBefore && tokens.typesWithCSRF.isEmpty)
        #expect((tokens.accessLifetime, tokens.refreshLifetime) == (1800, 604_800))
    }

    private static func chosen() throws {
        let chosen = configuration([
            "JWT_TOKEN_LOCATION": "cookies,query_string,json,headers", "JWT_ACCESS_TOKEN_EXPIRES": "60",
            "JWT_REFRESH_TOKEN_EXPIRES": "120", "JWT_ENCODE_NBF": "false",
        ])
        #expect(try chosen.tokenTransport().access == [.cookies, .queryString, .json, .headers])
        let tokens = try chosen.tokenPolicy()
        #expect((tokens.accessLifetime, tokens.refreshLifetime, tokens.writesNotBefore) == (60, 120, false))
        #expect(tokens.typesWithCSRF == [.access, .refresh])
    }

    private static func cookieLife() throws {
        #expect(try configuration(["JWT_SESSION_COOKIE": "True"]).tokenTransport().cookies.endWithBrowser)
        #expect(try !configuration(["JWT_SESSION_COOKIE": "False"]).tokenTransport().cookies.endWithBrowser)
    }

    private static func endless() {
        for name in ["JWT_ACCESS_TOKEN_EXPIRES", "JWT_REFRESH_TOKEN_EXPIRES"] { #expect(faults(name, "False") == 1) }
    }

    private static func seconds() throws {
        let environment = ["JWT_ACCESS_TOKEN_EXPIRES": "300", "JWT_REFRESH_TOKEN_EXPIRES": "432000"]
        let tokens = try configuration(environment).tokenPolicy()
        #expect((tokens.accessLifetime, tokens.refreshLifetime) == (5 * 60, 5 * 86_400))
    }

    private static func secrets() throws {
        let secret = "MFbv3wZ3kY0u1j5mUq8rX2p7s9aLcDeFgHiJkLmN"
        let missing = configuration(["SECRET_KEY": secret])
        #expect(throws: ConfigurationError.self) { try missing.value(Settings.secretKey) }
        #expect(try configuration(["JWT_SECRET_KEY": secret]).value(Settings.secretKey) == Array(secret.utf8))
    }

    private static func pem() throws {
        let secret = "MFbv3wZ3kY0u1j5mUq8rX2p7s9aLcDeFgHiJkLmN"
        let secretAlone = configuration(["JWT_ALGORITHM": "RS256", "JWT_SECRET_KEY": secret])
        #expect(throws: (any Error).self) { try secretAlone.keyRing() }
        let noKey = configuration(["JWT_ALGORITHM": "RS256", "JWT_PRIVATE_KEY": "banana"])
        #expect(throws: (any Error).self) { try noKey.keyRing() }
    }

    private static func refused() {
        for value in ["banana", "1", "{}", "headers,banana", ","] { #expect(faults("JWT_TOKEN_LOCATION", value) == 1) }
        #expect(faults("JWT_HEADER_NAME", " ") == 1)
        for name in ["JWT_ACCESS_TOKEN_EXPIRES", "JWT_REFRESH_TOKEN_EXPIRES"] {
            for value in ["banana", "True"] { #expect(faults(name, value) == 1) }
        }
    }

    private static func locations() throws {
        let all = TokenLocation.allCases
        for one in all {
            #expect(try configuration(["JWT_TOKEN_LOCATION": one.rawValue]).tokenTransport().access == [one])
            for other in all where other != one {
                let text = "\(one.rawValue), \(other.rawValue)"
                #expect(try configuration(["JWT_TOKEN_LOCATION": text]).tokenTransport().access == [one, other])
            }
        }
    }

    private static func protection() throws {
        for (text, isRequired) in [("True", true), ("False", false)] {
            let environment = ["JWT_COOKIE_CSRF_PROTECT": text, "JWT_TOKEN_LOCATION": "cookies"]
            #expect(try configuration(environment).tokenTransport().csrf.isRequired == isRequired)
            #expect(try configuration(environment).tokenPolicy().typesWithCSRF.isEmpty == !isRequired)
        }
    }
}
