// SPDX-License-Identifier: Apache-2.0

import Foundation
import Gatehouse

@testable import GatehouseServer

/// An application under test.
enum Shop: GatehouseApplication {
    static let name = "shop"

    static func routes(_ authority: Authority) -> [Route] {
        [Route(.get, "/wares/{id}", .permission("wares:read")) { _, _ in .json(["wares": []]) }]
    }
}

/// An application with a route that every Gatehouse has already.
enum Twice: GatehouseApplication {
    static let name = "twice"

    static func routes(_ authority: Authority) -> [Route] {
        [Route(.get, "/profile", .anyone) { _, _ in .json([:]) }]
    }
}

/// A command line with a folder, a database and a clock of its own.
final class CommandLineFixture {
    let folder = TemporaryFolder()
    var environment: [String: String]
    var now: Int64 = 1_800_000_000

    /// How long a worker is waited for: on a busy machine one that lives may need more than the second of a real host.
    var patience = Duration.seconds(20)

    /// What a command has answered.
    struct Answer {
        let status: Int32
        let output: String
        let errors: String
    }

    init() {
        environment = ["DATABASE_URL": "sqlite:///\(folder.path("shop.db"))", "BCRYPT_LOG_ROUNDS": "4"]
    }

    /// Runs a command of the application with these arguments and that standard input.
    func run(_ arguments: String..., input: String = "") throws -> Answer {
        try run(arguments, input: input)
    }

    /// Runs a command of the application with these arguments and that standard input.
    func run(_ arguments: [String], input: String = "") throws -> Answer {
        for name in ["output", "errors"] { try folder.write(name, "") }
        try folder.write("input", input)
        let files = try [
            FileHandle(forReadingFrom: folder.url.appending(path: "input")),
            FileHandle(forWritingTo: folder.url.appending(path: "output")),
            FileHandle(forWritingTo: folder.url.appending(path: "errors")),
        ]
        let now = now
        let host = Host(
            environment: environment, dotEnvPath: folder.path(".env"), configurationFolder: folder.path("etc"),
            programFolder: folder.path("bin"), input: files[0].fileDescriptor, output: files[1].fileDescriptor,
            errors: files[2].fileDescriptor, patience: patience, clock: { now })
        let status = Shop.run(arguments, in: host)
        for file in files { try file.close() }
        return Answer(status: status, output: try folder.text("output"), errors: try folder.text("errors"))
    }
}
