// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport
import Testing

@testable import GatehouseServer

@Suite("The key pair of Flask-JWT-Extended's options")
struct KeyPairTests {
    private let folder = TemporaryFolder()

    /// The private key in PEM, made by openssl.
    private func make(_ name: String, _ curve: String = "P-256") throws -> String {
        let path = folder.path(name)
        let made = try Output.of(
            "/usr/bin/openssl",
            ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:\(curve)", "-out", path])
        #expect(made.status == 0, "\(made.standardError)")
        chmod(path, 0o600)
        return try folder.text(name)
    }

    private func publicHalf(_ name: String) throws -> String {
        try Output.of("/usr/bin/openssl", ["pkey", "-pubout", "-in", folder.path(name)]).standardOutput
    }

    private func ring(_ variables: [String: String]) throws -> KeyRing {
        let all = ["JWT_ALGORITHM": "ES256"].merging(variables) { $1 }
        return try Configuration(layers: [.init(environment: all)]).keyRing()
    }

    @Test("signs, from the value, from a value of one line, and from a file")
    func places() throws {
        let text = try make("a.pem")
        try folder.write("a.pub", publicHalf("a.pem"))
        let ids = try [text, text.replacing("\n", with: #"\n"#), folder.path("a.pem")].map { value in
            let ring = try ring(["JWT_PRIVATE_KEY": value, "JWT_PUBLIC_KEY": folder.path("a.pub")])
            #expect(ring.signing.algorithm == .es256)
            return ring.signing.id
        }
        #expect(Set(ids).count == 1)
    }

    @Test("publishes its public half alone")
    func published() throws {
        let ring = try ring(["JWT_PRIVATE_KEY": make("a.pem")])
        let keys = try JSON(parsing: ring.publicJWKSet)["keys"]?.array
        #expect(keys?.count == 1)
        #expect(keys?.first?["kid"]?.string == ring.signing.id)
        #expect(keys?.first?["d"] == nil)
    }

    @Test("goes on verifying beside a key file")
    func beside() throws {
        let file = KeyFile(path: folder.path("keys.json"))
        _ = try file.edit { _ in try KeySet.generate(.edDSA, id: "first", at: 1) }
        let claims = Claims(members: [.init("sub", "a"), .init("iat", 1), .init("exp", 9), .init("jti", "j")])
        let pair = ["JWT_PRIVATE_KEY": try make("a.pem")]
        let before = try ring(pair).sign(claims)
        let after = try ring(pair.merging(["JWT_KEYS_FILE": file.path]) { $1 })
        #expect(after.signing.id == "first")
        #expect(try after.verify(before, now: 5, Validation()).claims.subject == "a")
    }

    private func refusal(_ variables: [String: String]) -> String {
        do {
            _ = try ring(variables)
            return "none"
        } catch {
            return Failure(error).description
        }
    }

    @Test("is refused where the halves differ, the algorithm is another's, or the file is not what it must be")
    func refused() throws {
        let text = try make("a.pem")
        _ = try make("b.pem")
        let other = try make("c.pem", "P-384")
        #expect(
            try refusal(["JWT_PRIVATE_KEY": text, "JWT_PUBLIC_KEY": publicHalf("b.pem")])
                == "JWT_PUBLIC_KEY is not the public half of JWT_PRIVATE_KEY")
        #expect(
            try refusal(["JWT_PRIVATE_KEY": publicHalf("a.pem")])
                == "JWT_PRIVATE_KEY holds a public key, but it must be the private one")
        #expect(refusal(["JWT_PRIVATE_KEY": other]).hasPrefix("JWT_PRIVATE_KEY: the algorithm ES256 does not compute"))
        #expect(refusal(["JWT_PRIVATE_KEY": text, "JWT_ALGORITHM": "HS256"]).hasPrefix("JWT_SECRET_KEY is not set"))
        #expect(refusal([:]).hasPrefix("JWT_PRIVATE_KEY is not set"))
        #expect(refusal(["JWT_PRIVATE_KEY": folder.path("none")]).hasSuffix("none: there is none"))
        chmod(folder.path("a.pem"), 0o644)
        #expect(refusal(["JWT_PRIVATE_KEY": folder.path("a.pem")]).contains("others than its owner"))
        try folder.write("keys.json", "{}")
        chmod(folder.path("keys.json"), 0o600)
        #expect(refusal(["JWT_PRIVATE_KEY": folder.path("keys.json")]).contains("no key in PEM"))
    }
}
