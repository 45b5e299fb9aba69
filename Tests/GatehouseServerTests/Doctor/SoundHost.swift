// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import SQLiteStorage
import TestSupport
import Testing

@testable import CGI
@testable import GatehouseServer

/// A host with a database, settings, a socket and nginx, of which the doctor finds nothing wrong before a test has
/// broken something.
final class SoundHost {
    let folder: TemporaryDirectory

    /// What `nginx -T` says.
    var dump: String

    /// The lines of the settings.
    var settings: [String]

    /// What systemd is told of the workers; nil where there is no such file.
    var defaults: String? = "WORKERS=1\n"

    /// How long a worker is waited for, as in ``CommandLineFixture/patience``.
    var patience = Duration.seconds(20)

    /// Where workers seem to listen.
    private let socket: Listener

    /// The one that answers whoever asks how it is doing.
    private let worker: IdleWorker

    init() throws {
        folder = try TemporaryDirectory()
        socket = try Listener.unix(path: folder.file("shop.sock"))
        // Of the example's roles a new database knows but one.
        dump = try SeededSite.shippedDump.get().replacing("role:staff", with: "role:user")
        settings = [
            "JWT_SECRET_KEY=MFbv3wZ3kY0u1j5mUq8rX2p7s9aLcDeFgHiJkLmN",
            "DATABASE_URL=sqlite:///\(folder.file("data/shop.db"))",
            "GATEHOUSE_LISTEN=unix:\(folder.file("shop.sock"))",
        ]
        chmod(folder.path, 0o710)
        for name in ["etc", "etc/default", "etc/shop"] { mkdir(folder.file(name), 0o710) }
        mkdir(folder.file("data"), 0o700)
        worker = try IdleWorker(database: folder.file("data/shop.db"))
        try addAdministrator(to: store)
    }

    deinit { close(socket.descriptor) }

    var database: String { folder.file("data/shop.db") }
    var environmentFile: String { folder.file("etc/shop/shop.env") }

    var store: SQLiteStore { get throws { try SQLiteStore(path: database) } }

    private func addAdministrator(to store: SQLiteStore) throws {
        _ = try store.add(
            Username("ada"), passwordHash: "x", roles: [Role.admin], as: .addUser, by: .console("test"),
            at: timeOfDay())
    }

    /// Removes the database, in whose place the next who opens it begins a new one at that time.
    func loseDatabase(at now: Int64) throws {
        removeDatabase(database)
        try addAdministrator(to: SQLiteStore(path: database, at: now))
    }

    /// Writes the settings and the output of nginx.
    func write() throws {
        let fresh = !FileManager.default.fileExists(atPath: environmentFile)
        try (settings.joined(separator: "\n") + "\n").write(toFile: environmentFile, atomically: false, encoding: .utf8)
        if fresh { chmod(environmentFile, 0o640) }
        unlink(folder.file("etc/default/shop"))
        try defaults?.write(toFile: folder.file("etc/default/shop"), atomically: false, encoding: .utf8)
        try dump.write(toFile: folder.file("dump"), atomically: false, encoding: .utf8)
    }

    /// The host as the doctor reads it, but for what a test cannot choose of the machine that it runs on.
    func patient() throws -> Patient {
        try write()
        let host = Host(
            environment: [:], dotEnvPath: folder.file(".env"), configurationFolder: folder.file("etc"),
            patience: patience)
        let file = try FileOption.parse(["--env-file", environmentFile])
        return try Patient(host, of: "shop", file: file, nginx: .file(folder.file("dump")), on: .sound)
    }
}
