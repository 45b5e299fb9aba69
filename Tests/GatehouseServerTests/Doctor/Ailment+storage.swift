// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import Foundation
import SQLiteStorage
import TestSupport
import Testing

@testable import GatehouseServer

extension Ailment {
    static let ofTheDatabase: [Ailment] = [
        Ailment("database-unseen", "a socket in its place") { host in
            try FileManager.default.removeItem(atPath: host.database)
            _ = try Listener.unix(path: host.database, mode: 0o600)
        },
        Ailment("database-unusable", "none") { try FileManager.default.removeItem(atPath: $0.database) },
        Ailment("database-unusable", "no folder") { $0.settings[1] = "DATABASE_URL=sqlite:////nowhere/at/all.db" },
        Ailment("database-unusable", "an empty file") { try Data().write(to: URL(filePath: $0.database)) },
        Ailment("database-unusable", "a text") { host in
            try Data(repeating: UInt8(ascii: "x"), count: 4096).write(to: URL(filePath: host.database))
        },
        Ailment("database-unusable", "another application's") { try $0.execute("PRAGMA application_id = 1") },
        Ailment("database-unusable", "a newer version's") { try $0.execute("PRAGMA user_version = 99") },
        Ailment("database-unusable", "damaged") { host in
            let file = try FileHandle(forWritingTo: URL(filePath: host.database))
            try file.seek(toOffset: 4096)
            try file.write(contentsOf: [UInt8](repeating: 0xA5, count: 3000))
        },
        Ailment("database-lost", "begun anew") { try $0.loseDatabase(at: timeOfDay()) },
        Ailment("schema-outdated", "of an older version") { host in
            try host.execute("DELETE FROM grdb_migrations WHERE identifier <> '1'")
        },
        Ailment("administrator-missing", "the only one disabled") { try $0.execute("UPDATE users SET disabled = 1") },
        Ailment("administrator-missing", "nobody at all") { try $0.execute("DELETE FROM users") },
        Ailment("policy-role-unknown", "misspelt") { $0.dump = $0.dump.replacing("role:admin", with: "role:admins") },
    ]

    static let ofFiles: [Ailment] =
        [
            Ailment("database-exposed", "readable") { chmod($0.database, 0o604) },
            Ailment("database-exposed", "writable for the group") { chmod($0.database, 0o660) },
            Ailment("folder-open", "of the database") { chmod($0.folder.file("data"), 0o770) },
            Ailment("folder-open", "of the settings") { chmod($0.folder.file("etc/shop"), 0o712) },
            Ailment("secret-exposed", "the settings", changing: { chmod(try #require($0.configuration.file), 0o644) }),
            Ailment("secret-exposed", "a secret that is a credential") { try $0.keepSecret(mode: 0o644) },
            Ailment("secret-exposed", "a key that is a credential") { try $0.keepKey(mode: 0o660) },
            Ailment("folder-open", "of the credentials") { host in
                try host.keepSecret(mode: 0o600)
                chmod(host.credentials, 0o720)
            },
            Ailment("secret-exposed", "nginx's key") { host in
                try host.copyCertificate()
                chmod(host.folder.file("key.pem"), 0o644)
            },
            .stranger("the settings are root's alone") { chmod($0.environmentFile, 0o600) },
            .stranger("a folder on the way is shut") { chmod($0.folder.file("etc/shop"), 0o700) },
            .stranger("the key is root's") { host in
                try host.sign(withKeyAt: host.folder.file("etc/shop/key.pem"))
            },
            .stranger("a folder on the way to the key is shut") { host in
                mkdir(host.folder.file("credentials"), 0o700)
                try host.sign(withKeyAt: host.folder.file("credentials/key.pem"))
            },
            Ailment("socket-missing", "none there") { host in unlink(host.folder.file("shop.sock")) },
            Ailment("socket-missing", "another path in nginx") { host in
                host.dump = host.dump.replacing(/server unix:[^ ]*/, with: "server unix:/nowhere/x.sock")
            },
            Ailment("socket-exposed", "writable for everybody") { host in
                chmod(host.folder.file("shop.sock"), 0o666)
                chmod(host.folder.path, 0o711)
            },
            Ailment("socket-closed", "nginx as nobody") { host in
                host.dump = host.dump.replacing("user root;", with: "")
                    .replacing("daemon off;", with: "daemon off; user nobody;")
            },
        ]
        + (geteuid() == 0
            ? [Ailment("database-owner", "another's lock") { chown($0.database + "-lock", 12_345, 12_345) }] : [])

    static let ofResources: [Ailment] = [
        Ailment("clock-behind", "a user of tomorrow") { host in
            _ = try host.store.add(
                Username("bob"), passwordHash: "x", roles: [Role.user], as: .addUser, by: .console("test"),
                at: timeOfDay() + 86_400)
        },
        Ailment("clock-behind", "a program of tomorrow", changing: { $0.machine.programTime = $0.now + 86_400 }),
        Ailment("clock-unsynchronized", "says systemd", changing: { $0.machine.isSynchronized = false }),
        Ailment("disk-space", "hardly any", changing: { $0.machine.freeSpace = { _ in 100 << 20 } }),
        Ailment(
            "wal-size", "very long",
            changing: { patient in
                let wal = try #require(patient.databasePath) + "-wal"
                close(open(wal, O_CREAT | O_WRONLY, 0o600))
                truncate(wal, 65 << 20)
            }),
        Ailment("sqlite-version", "of Debian 12", changing: { $0.machine.sqliteVersion = "3.40.1" }),
        Ailment("libfcgi-version", "not mended", changing: { $0.machine.packages = .one("libfcgi0ldbl", "2.4.2-2") }),
        Ailment("nginx-version", "not mended", changing: { $0.machine.packages = .one("nginx", "1.22.1-9+deb12u4") }),
    ]
}

extension Ailment {
    /// What workers of an account of their own may not read, though they are in the group of the files.
    private static func stranger(
        _ description: String, _ strike: @escaping @Sendable (SoundHost) throws -> Void
    ) -> Ailment {
        Ailment("settings-unreadable", description, strike, changing: { $0.account = .member })
    }
}

extension Packages {
    fileprivate static func one(_ name: String, _ version: String) -> Packages {
        Packages(status: "Package: \(name)\nStatus: install ok installed\nVersion: \(version)\n")
    }
}

extension SoundHost {
    /// Makes a key pair, in a file of this account's alone, and lets the workers sign with it.
    func sign(withKeyAt path: String) throws {
        try makeKey(at: path, mode: 0o600)
        settings[0] = "JWT_PRIVATE_KEY=\(path)"
        settings.append("JWT_ALGORITHM=EdDSA")
    }

    private func makeKey(at path: String, mode: mode_t) throws {
        let made = try Output.of("/usr/bin/openssl", ["genpkey", "-algorithm", "ED25519", "-out", path])
        #expect(made.status == 0 && chmod(path, mode) == 0)
    }

    /// The folder from which systemd takes credentials.
    var credentials: String { folder.file("etc/shop/credentials") }

    /// Takes the secret out of the settings, and makes it a credential.
    func keepSecret(mode: mode_t) throws {
        mkdir(credentials, 0o700)
        let path = "\(credentials)/JWT_SECRET_KEY"
        let secret = settings.removeFirst().dropFirst("JWT_SECRET_KEY=".count)
        try secret.write(toFile: path, atomically: false, encoding: .utf8)
        #expect(chmod(path, mode) == 0)
    }

    /// Lets the workers sign with a key pair that is a credential.
    func keepKey(mode: mode_t) throws {
        mkdir(credentials, 0o700)
        try makeKey(at: "\(credentials)/JWT_PRIVATE_KEY", mode: mode)
        settings[0] = "JWT_ALGORITHM=EdDSA"
    }

    /// Changes the database with another program.
    fileprivate func execute(_ sql: String) throws {
        let script =
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit(); c.close()"
        let output = try Output.of("/usr/bin/python3", ["-c", script, database, sql])
        try #require(output.status == 0, "\(output.standardError)")
    }
}
