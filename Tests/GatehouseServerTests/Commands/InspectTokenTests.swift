// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import JOSE
import SQLiteStorage
import Testing

@testable import GatehouseServer

@Suite("token inspect")
struct InspectTokenTests {
    private let line = CommandLineFixture()
    private let pair: TokenPair
    private let authority: Authority

    init() throws {
        line.environment["JWT_SECRET_KEY"] = "MFbv3wZ3kY0u1j5mUq8rX2p7s9aLcDeFgHiJkLmN"
        _ = try line.run("user", "add", "ada", input: "Correct1horse\n")
        let host = Host(environment: line.environment, dotEnvPath: line.folder.path(".env"))
        let configuration = try Configuration.read(file: nil, of: "shop", in: host)
        let now = line.now
        authority = Authority(
            store: try SQLiteStore(configuration.value(Settings.database)), keys: try configuration.keyRing(),
            hasher: PasswordHasher(.bcrypt(cost: 4), slots: 1, queue: 0), clock: { now })
        pair = try authority.login(username: "ada", password: "Correct1horse", from: Client(address: "192.0.2.1"))
    }

    private func inspect(_ token: String, _ arguments: String...) throws -> CommandLineFixture.Answer {
        try line.run(["token", "inspect"] + arguments, input: token)
    }

    private func reason(_ token: String) throws -> JSON? {
        let answer = try inspect(token, "--json")
        #expect(answer.status == 0, "\(answer.errors)")
        return try JSON(parsing: Array(answer.output.utf8.dropLast()))["reason"]
    }

    @Test("shows the header, the claims with their dates, and the verdict, never the signature")
    func page() throws {
        let answer = try inspect(pair.access + "\n")
        #expect(answer.status == 0, "\(answer.errors)")
        for words in ["header\n  alg  HS256\n", "claims\n  ", "ada\n", "(2027-01-15T08:30:00Z)", "\naccepted\n"] {
            #expect(answer.output.contains(words), "\(answer.output)")
        }
        for output in try [answer.output, inspect(pair.access, "--json").output] {
            #expect(!output.contains(pair.access.split(separator: ".")[2]))
        }
    }

    @Test("in JSON the parts are what the token says")
    func object() throws {
        let object = try JSON(parsing: Array(inspect(pair.refresh, "--json").output.utf8.dropLast()))
        #expect(object["accepted"] == true && object["reason"] == .null)
        #expect(object["header"]?["alg"] == "HS256")
        #expect(object["claims"]?["type"] == "refresh")
        #expect(object["claims"]?["sub"] == "ada")
    }

    @Test("says why a token is refused")
    func reasons() throws {
        #expect(try reason(pair.access) == .null)
        #expect(try reason(pair.access + "!") == "malformed: the signature is not base64url")
        let parts = pair.access.split(separator: ".")
        #expect(
            try reason("\(parts[0]).\(parts[1]).\(pair.refresh.split(separator: ".")[2])")
                == "the signature does not match")
        line.now += 1800
        #expect(try reason(pair.access) == "expired")
        #expect(try inspect(pair.access).output.hasSuffix("refused: expired\n"))
        line.now -= 1806
        #expect(try reason(pair.access) == "not yet valid")
        line.now += 6
        line.environment["JWT_SECRET_KEY"] = "MFbv3wZ3kY0u1j5mUq8rX2p7s9aLcDeFgHiJkLmX"
        #expect(try reason(pair.access) == "no key has this kid")
    }

    @Test("says that a refresh token is spent")
    func spent() throws {
        let grant = try authority.admit(refresh: pair.refresh)
        _ = try authority.refresh(grant, from: Client(address: "a"))
        #expect(try reason(pair.refresh) == "it has been spent")
        #expect(try reason(pair.access) == .null)
    }

    @Test("says what has become of the session and the user")
    func people() throws {
        _ = try line.run("user", "password", "ada", input: "Correct2horse\n")
        #expect(try reason(pair.access) == "the session has ended")
        _ = try line.run("user", "disable", "ada")
        #expect(try reason(pair.access) == "the user is disabled")
        _ = try line.run("user", "delete", "ada")
        #expect(try reason(pair.access) == "there is no such user")
    }

    @Test("refuses what is no token, and shows no control character of one")
    func garbage() throws {
        for text in ["", "\n", "a.b.c", "not a token", String(repeating: "x", count: 9000)] {
            #expect(try inspect(text).status == 65)
        }
        let claims = Claims(members: [.init("sub", "\u{1B}[2J\u{202E}")])
        let forged = try KeyRing(signing: .secret(Array("0123456789abcdef0123456789ABCDEF".utf8))).sign(claims)
        let answer = try inspect(forged)
        #expect(answer.output.contains("\\u{1b}[2J\\u{202e}"), "\(answer.output)")
    }
}
