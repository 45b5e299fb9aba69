// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import GatehouseServer

@Suite("A start that cannot be")
struct ServeTests {
    private let line = CommandLineFixture()

    init() {
        line.environment["JWT_SECRET_KEY"] = "MFbv3wZ3kY0u1j5mUq8rX2p7s9aLcDeFgHiJkLmN"
    }

    private func expectRefusal(_ status: Int32, _ words: String..., arguments: [String] = []) throws {
        let answer = try line.run(["serve"] + arguments)
        #expect(answer.status == status, "\(answer.errors)")
        #expect(answer.output.isEmpty)
        #expect(answer.errors.hasPrefix("shop: ") && answer.errors.filter(\.isNewline).count == 1, "\(answer.errors)")
        for word in words { #expect(answer.errors.contains(word), "\(answer.errors)") }
    }

    @Test("for want of a secret, or with one that is short or weak, which is not shown")
    func secret() throws {
        for secret in ["", "only-thirty-one-characters-here", String(repeating: "ab", count: 40)] {
            line.environment["JWT_SECRET_KEY"] = secret
            try expectRefusal(78, "JWT_SECRET_KEY", "openssl rand -base64 48")
            #expect(try secret.isEmpty || !line.run("serve").errors.contains(secret))
        }
    }

    @Test("with a wrong value, before anything is made")
    func value() throws {
        line.environment["JWT_DECODE_LEEWAY"] = "soon"
        try expectRefusal(78, "JWT_DECODE_LEEWAY is \"soon\"", "seconds, from 0 to 3600")
        #expect(!FileManager.default.fileExists(atPath: line.folder.path("shop.db")))
    }

    @Test("without a socket, or with one that cannot be had")
    func socket() throws {
        try expectRefusal(
            78, "no socket to listen on: start systemd's socket unit, say --listen unix:PATH, or set GATEHOUSE_LISTEN")
        try expectRefusal(
            69, "cannot listen on", "none", arguments: ["--listen", "unix:\(line.folder.path("none/x"))"])
        try expectRefusal(69, "107 bytes", arguments: ["--listen", "unix:/tmp/\(String(repeating: "x", count: 120))"])
        try line.folder.write("file", "mine")
        try expectRefusal(69, "no socket", arguments: ["--listen", "unix:\(line.folder.path("file"))"])
        #expect(try line.folder.text("file") == "mine")
        try expectRefusal(69, "987654", arguments: ["--listen", "fd:987654"])
    }

    @Test("with a database that cannot be used")
    func database() throws {
        line.environment["GATEHOUSE_LISTEN"] = "unix:\(line.folder.path("x.sock"))"
        line.environment["DATABASE_URL"] = "sqlite:////nowhere/x.db"
        try expectRefusal(73, "/nowhere/x.db")
        #expect(!FileManager.default.fileExists(atPath: line.folder.path("x.sock")))
    }

    @Test("with two routes for the same method and path")
    func routes() throws {
        let host = Host(environment: line.environment, dotEnvPath: line.folder.path(".env"))
        let configuration = try Configuration.read(file: nil, of: "twice", in: host)
        let capacity = Capacity(threads: 2, connections: 1, drainTimeout: .zero)
        #expect { try Worker<Twice>(configuration, capacity, nil, in: host) { configuration } } throws: { error in
            Failure(error) == Failure(.software, "there are two routes for GET /profile")
        }
    }
}
