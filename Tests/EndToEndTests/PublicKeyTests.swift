// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("The public keys through nginx")
struct PublicKeyTests {
    let folder: TemporaryDirectory
    let host: Host

    init() throws {
        folder = try TemporaryDirectory()
        let keys = folder.file("keys.json")
        try run([Host.binary("gatehouse"), "key", "generate"], environment: ["JWT_KEYS_FILE": keys])
        host = try Host(workers: 1, ["JWT_KEYS_FILE": keys])
    }

    @Test("whoever has them is told so")
    func conditional() throws {
        let first = try host.curl("/.well-known/jwks.json")
        #expect(first.status == 200)
        #expect(first.json?["keys"]?.array?.count == 2)
        #expect(first.all("Cache-Control") == ["public, max-age=300"])
        let tag = try #require(first.header("ETag"))
        let again = try host.curl("/.well-known/jwks.json", "--header", "If-None-Match: \(tag)")
        #expect((again.status, again.body) == (304, ""))
        #expect(again.header("ETag") == tag)
    }

    @Test("PyJWT verifies a token with them", .enabled(if: access(Host.python, X_OK) == 0))
    func verification() throws {
        let token = try host.login("alice").access
        let output = try run(
            Host.python, "-c",
            """
            import jwt, ssl, sys
            url, certificate, token = sys.argv[1:]
            client = jwt.PyJWKClient(url, ssl_context=ssl.create_default_context(cafile=certificate))
            key = client.get_signing_key_from_jwt(token).key
            print(jwt.decode(token, key, algorithms=["ES256"])["sub"])
            """, "https://localhost:\(host.port)/.well-known/jwks.json", host.certificate, token)
        #expect(output.standardOutput == "alice\n", "\(output.standardError)")
    }
}
