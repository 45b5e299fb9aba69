// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GatehouseServer

@Suite("How a worker hashes")
struct WorkerHashingTests {
    @Test(
        "is what the settings say",
        arguments: [
            ([:], "$2b$12$"), (["BCRYPT_LOG_ROUNDS": "4"], "$2b$04$"), (["PASSWORD_HASH": "yescrypt"], "$y$j9T$"),
            (["PASSWORD_HASH": "bcrypt", "BCRYPT_LOG_ROUNDS": "5"], "$2b$05$"),
        ])
    func scheme(_ environment: [String: String], _ beginning: String) throws {
        let configuration = Configuration(layers: [.init(environment: environment)])
        let capacity = Capacity(threads: 2, connections: 1, drainTimeout: .zero)
        #expect(try configuration.passwordHasher(capacity).rehash("x").hasPrefix(beginning))
    }
}
