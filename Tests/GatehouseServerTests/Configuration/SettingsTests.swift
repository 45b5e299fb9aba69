// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import GatehouseServer

@Suite("The table of settings")
struct SettingsTests {
    private static let strong = "MFbv3wZ3kY0u1j5mUq8rX2p7s9aLcDeFgHiJkLmN"

    /// Every setting: its default, values that are allowed, values that are not.
    static let table: [(name: String, standard: String?, good: [String], bad: [String])] = [
        (
            "JWT_SECRET_KEY", nil, [strong, " " + strong],
            ["short", String(repeating: "a", count: 40), String(strong.prefix(31))]
        ),
        ("JWT_KEYS_FILE", nil, ["keys.json", "/etc/gatehouse/keys.json"], []),
        ("JWT_ALGORITHM", "HS256", ["HS256", "hs512", "RS256", "eddsa"], ["none", "RS257", "HS", "HS256,HS512"]),
        ("JWT_PRIVATE_KEY", nil, ["key.pem", "-----BEGIN PRIVATE KEY-----\\n"], []),
        ("JWT_PUBLIC_KEY", nil, ["key.pem", "-----BEGIN PUBLIC KEY-----"], []),
        (
            "JWT_ACCESS_TOKEN_EXPIRES", "1800", ["1", "31536000", " 60 "],
            ["0", "-1", "1.5", "soon", "31536001", "False", "1e3"]
        ),
        (
            "JWT_REFRESH_TOKEN_EXPIRES", "604800", ["1", "315360000"],
            ["0", "315360001", "7 days", "99999999999999999999"]
        ),
        ("JWT_SESSION_EXPIRES", nil, ["1", "315360000"], ["0", "315360001", "never"]),
        ("JWT_REFRESH_REUSE_GRACE", "0", ["0", "10", "300"], ["-1", "301", "yes"]),
        ("JWT_DECODE_LEEWAY", "0", ["0", "3600"], ["-1", "3601", "0x10"]),
        ("JWT_DECODE_MAX_LIFETIME", nil, ["1", "315360000"], ["0", "-1", "1 day"]),
        ("JWT_ENCODE_ISSUER", nil, ["https://a.example", "a b"], []),
        ("JWT_DECODE_ISSUER", nil, ["a", "a, b"], ["a,,b", ","]),
        ("JWT_ENCODE_AUDIENCE", nil, ["a", "a,b"], ["a,"]),
        ("JWT_DECODE_AUDIENCE", nil, ["a", "a,b"], [",a"]),
        ("JWT_ERROR_MESSAGE_KEY", "error", ["msg"], ["code"]),
        ("JWT_ENCODE_NBF", "true", ["false"], ["maybe"]),
        (
            "JWT_TOKEN_LOCATION", "headers", ["cookies", "headers, cookies", "query_string,json,headers,cookies"],
            ["banana", "headers,banana", "1", ",", "headers,headers", "Headers"]
        ),
        ("JWT_REFRESH_TOKEN_LOCATION", nil, ["cookies", "json,headers"], ["cookie", "{}"]),
        ("JWT_HEADER_NAME", "Authorization", ["Foo", "X-Token"], ["a b", "a:", "ä"]),
        ("JWT_HEADER_TYPE", "Bearer", ["JWT", "none"], ["Bearer Token", "a,b"]),
        ("JWT_QUERY_STRING_NAME", "jwt", ["foo"], []),
        ("JWT_QUERY_STRING_VALUE_PREFIX", nil, ["bearer "], []),
        ("JWT_JSON_KEY", "access_token", ["Foo"], []),
        ("JWT_REFRESH_JSON_KEY", "refresh_token", ["Bar"], []),
        ("JWT_ACCESS_COOKIE_NAME", nil, ["access_token_cookie", "__Host-a"], ["a=b", "a;b", "a b"]),
        ("JWT_ACCESS_COOKIE_PATH", "/", ["/", "/api/v1"], ["api", "/a;b", "/a b"]),
        ("JWT_REFRESH_COOKIE_NAME", nil, ["r"], ["r,s", "\"r\""]),
        ("JWT_REFRESH_COOKIE_PATH", nil, ["/auth/refresh"], ["refresh"]),
        ("JWT_COOKIE_DOMAIN", nil, ["example.com", ".example.com"], ["a b", "example.com:80", "x;y", "..", "Ex.com"]),
        ("JWT_COOKIE_SECURE", "true", ["false"], ["sometimes"]),
        ("JWT_COOKIE_SAMESITE", "Lax", ["Strict", "none", "LAX"], ["Loose"]),
        ("JWT_SESSION_COOKIE", "false", ["true"], ["-"]),
        ("JWT_COOKIE_CSRF_PROTECT", "true", ["false"], ["?"]),
        ("JWT_CSRF_METHODS", "POST,PUT,PATCH,DELETE", ["GET", "POST, PUT"], ["post", "POST,", "BREW"]),
        ("JWT_CSRF_IN_COOKIES", "true", ["false"], ["?"]),
        ("JWT_ACCESS_CSRF_COOKIE_NAME", nil, ["a"], ["a="]),
        ("JWT_ACCESS_CSRF_COOKIE_PATH", "/", ["/a"], ["a"]),
        ("JWT_REFRESH_CSRF_COOKIE_NAME", nil, ["r"], ["r;"]),
        ("JWT_REFRESH_CSRF_COOKIE_PATH", "/", ["/r"], ["r"]),
        ("JWT_ACCESS_CSRF_HEADER_NAME", "X-CSRF-TOKEN", ["FOO"], ["F O"]),
        ("JWT_REFRESH_CSRF_HEADER_NAME", "X-CSRF-TOKEN", ["FOO"], ["F:O"]),
        ("JWT_CSRF_CHECK_FORM", "false", ["true"], ["?"]),
        ("JWT_ACCESS_CSRF_FIELD_NAME", "csrf_token", ["FOO"], []),
        ("JWT_REFRESH_CSRF_FIELD_NAME", "csrf_token", ["FOO"], []),
        (
            "GATEHOUSE_ALLOWED_ORIGINS", nil, ["https://app.example.com", "http://localhost:3000, https://a.b"],
            [
                "app.example.com", "https://app.example.com/", "https://*.example.com", "null",
                "https://App.example.com",
                "https://app.example.com:x", "https://", "https://a.b,", "https://a.b.",
            ]
        ),
        (
            "DATABASE_URL", nil, ["sqlite:///x.db", "sqlite:////var/x.db"],
            ["x.db", "mysql://h/x", "sqlite://", "sqlite:///:memory:"]
        ),
        ("PASSWORD_HASH", "bcrypt", ["yescrypt", "Bcrypt"], ["scrypt", "argon2id", "$2b$", "bcrypt,yescrypt"]),
        ("BCRYPT_LOG_ROUNDS", "12", ["4", "20", "+10"], ["3", "21", "twelve", "12.0"]),
        ("RATELIMIT_ENABLED", "true", ["TRUE", "1", "yes", "on", "false", "0", "No", "off"], ["2", "perhaps", "t"]),
        (
            "RATELIMIT_LOGIN", "5 per minute", ["10/second", "5 per minute;100 per day"],
            ["many", "5", "5 per", "0 per minute"]
        ),
        ("RATELIMIT_REGISTER", "3 per minute", ["1 per 2 hours"], ["3 per fortnight"]),
        ("RATELIMIT_LOGIN_FAILURES", "30 per hour", ["1 per hour"], ["-1 per hour"]),
        ("REGISTRATION_ENABLED", "true", ["false"], ["closed"]),
        ("AUDIT_RETENTION_DAYS", "90", ["1", "36500"], ["0", "36501", "90d"]),
        ("MAX_CONTENT_LENGTH", "65536", ["1", "16777216"], ["0", "16777217", "64k"]),
        (
            "GATEHOUSE_LISTEN", nil, ["unix:/run/x.sock", "unix:x", "fd:0", "fd:12"],
            ["tcp:80", "/run/x.sock", "unix:", "fd:-1", "fd:x"]
        ),
        ("GATEHOUSE_BASE_PATH", nil, ["/auth", "/a/b"], ["auth", "/", "/auth/", "/a//b", "/a?b", "/{id}"]),
        ("LOG_LEVEL", "INFO", ["debug", "WARNING", "critical", "notice", "trace", "Error"], ["loud", "WARN"]),
    ]

    private func setting(_ name: String) throws -> any AnySetting {
        try #require(Settings.all.first { $0.name == name })
    }

    @Test("is this table, no setting more and none less")
    func complete() {
        #expect(Settings.all.map(\.name).sorted() == Self.table.map(\.name).sorted())
    }

    @Test("has these defaults, and each of them is allowed", arguments: table.map { ($0.name, $0.standard) })
    func standard(_ name: String, _ standard: String?) throws {
        let setting = try setting(name)
        #expect(setting.standard == standard)
        if let standard { #expect(setting.accepts(standard)) }
    }

    @Test("accepts good values", arguments: table.flatMap { row in row.good.map { (row.name, $0) } })
    func good(_ name: String, _ value: String) throws {
        let configuration = Configuration(layers: [.init(environment: [name: value])])
        #expect(configuration.faults(in: [try setting(name)]).isEmpty)
    }

    @Test(
        "refuses others with a sentence that names the setting, the value and what is allowed",
        arguments: table.flatMap { row in row.bad.map { (row.name, $0) } })
    func bad(_ name: String, _ value: String) throws {
        let setting = try setting(name)
        let configuration = Configuration(layers: [.init(environment: [name: value])])
        let shown = setting.isSecret ? "********" : value
        #expect(
            configuration.faults(in: [setting]).map(\.description)
                == ["\(name) is \"\(shown)\" (environment), but it must be \(setting.allowed)"])
    }

    @Test("demands what has no default and cannot be left out")
    func required() {
        let faults = Configuration(layers: []).faults(in: Settings.all)
        #expect(faults.count == 2)
        #expect(faults.first?.description.hasPrefix("JWT_SECRET_KEY is not set; it must be 32 bytes or more") == true)
        #expect(faults.first?.description.contains("openssl rand -base64 48") == true)
        #expect(faults.last?.description.hasPrefix("DATABASE_URL is not set; it must be sqlite:///") == true)
    }

    @Test("takes a key file for the secret")
    func substitute() {
        let configuration = Configuration(layers: [.init(environment: ["JWT_KEYS_FILE": "keys.json"])])
        #expect(configuration.faults(in: [Settings.secretKey]).isEmpty)
        let empty = Configuration(layers: [.init(environment: ["JWT_KEYS_FILE": ""])])
        let fault = empty.faults(in: [Settings.secretKey]).first?.description
        #expect(fault?.hasSuffix("; or set JWT_KEYS_FILE or JWT_PRIVATE_KEY") == true)
    }

    @Test("fits the lines and cells in which it is printed")
    func shape() {
        for setting in Settings.all {
            #expect(setting.purpose.hasSuffix("."))
            #expect(setting.purpose.count <= 72)
            #expect(!(setting.purpose + setting.allowed).contains("\n"))
        }
        #expect(Set(Settings.all.flatMap(\.names)).count == Settings.all.count + 1)
    }

    @Test("makes an example file that means the defaults, commented or not")
    func example() throws {
        let asItIs = try DotEnvFile(path: "example", text: Settings.example)
        #expect(Configuration(layers: [.init(asItIs)]).faults(in: Settings.all).count == 2)
        let uncommented = Settings.example.split(separator: "\n").filter { !$0.hasPrefix("# ") }
            .map { $0.hasPrefix("#") ? $0.dropFirst() : $0 }.joined(separator: "\n")
        let file = try DotEnvFile(path: "example", text: uncommented)
        #expect(file.entries.map(\.name) == Settings.all.map(\.name))
        #expect(file.entries.map(\.value) == Settings.all.map { $0.standard ?? "" })
    }

    @Test("stands in the README, what concerns locations in the documentation")
    func documents() throws {
        let article = "Sources/Gatehouse/Documentation.docc/TokenLocations.md"
        #expect(try options(in: "README.md") == Settings.markdown(Settings.general), "`config --markdown` prints it")
        #expect(try options(in: article) == Settings.markdown(Settings.ofLocations), "`config --markdown` prints it")
    }

    private func options(in path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let text = try String(contentsOf: root.appending(path: path).standardized, encoding: .utf8)
        let begin = try #require(text.firstRange(of: "<!-- options -->\n"))
        let end = try #require(text.firstRange(of: "<!-- /options -->"))
        return String(text[begin.upperBound..<end.lowerBound]).trimmingCharacters(in: .newlines) + "\n"
    }
}
