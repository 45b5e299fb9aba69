// SPDX-License-Identifier: Apache-2.0

import CGI
import Foundation
import TestSupport
import Testing

@testable import GatehouseServer

/// The shipped nginx files as `.make/site` sets them up, with the guarded example and more, in a folder in which
/// something may be broken.
final class SeededSite {
    /// Made once, and copied for each test.
    private static let shipped = Result {
        let folder = try TemporaryDirectory()
        try make(in: folder, socket: folder.file("workers.sock"))
        // Workers listen, as far as anybody can see who does not ask them anything.
        return (folder: folder, listener: try Listener.unix(path: folder.file("workers.sock")))
    }

    private static func make(in folder: TemporaryDirectory, socket: String, over wire: String = "fastcgi") throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        try locations(of: root).write(toFile: folder.file("more"), atomically: true, encoding: .utf8)
        let options = ["--port", "1", "--socket", socket, "--locations", folder.file("more"), "--protocol", wire]
        let made = try Output.of(root.appending(path: ".make/site").path, [folder.path] + options)
        try #require(made.status == 0, "\(made.standardError)")
    }

    /// The same for workers that speak SCGI.
    static func scgi() throws -> SeededSite {
        let folder = try TemporaryDirectory()
        try make(in: folder, socket: shipped.get().folder.file("workers.sock"), over: "scgi")
        return SeededSite(folder)
    }

    private init(_ folder: TemporaryDirectory) {
        self.folder = folder
    }

    /// What a real nginx says of the shipped files; the paths in it are good as long as the tests run.
    static let shippedDump = Result { try dump(of: shipped.get().folder) }

    let folder: TemporaryDirectory

    init(_ edits: [Seed.Edit] = []) throws {
        let shipped = try Self.shipped.get().folder
        folder = try TemporaryDirectory()
        let files = try FileManager.default.subpathsOfDirectory(atPath: shipped.path)
        for folder in ["gatehouse", "tls", "logs", "tmp"] {
            try FileManager.default.createDirectory(atPath: self.folder.file(folder), withIntermediateDirectories: true)
        }
        for file in files where file.hasSuffix(".conf") || file.hasSuffix(".pem") || file == "fastcgi_params" {
            let text = try String(contentsOfFile: shipped.file(file), encoding: .utf8)
            try text.write(toFile: folder.file(file), atomically: false, encoding: .utf8)
        }
        chmod(folder.file("tls/key.pem"), 0o600)
        for edit in edits {
            let text = try String(contentsOfFile: folder.file(edit.file), encoding: .utf8)
            try #require(text.contains(edit.old), "\(edit.file) has no \(edit.old)")
            try text.replacing(edit.old, with: edit.new, maxReplacements: 1)
                .write(toFile: folder.file(edit.file), atomically: false, encoding: .utf8)
        }
    }

    /// What a real nginx says of it.
    func dump() throws -> String { try Self.dump(of: folder) }

    private static func dump(of folder: TemporaryDirectory) throws -> String {
        let output = try Output.of("/usr/sbin/nginx", ["-T", "-p", folder.path, "-c", "nginx.conf"])
        try #require(output.status == 0, "\(output.standardError)")
        return output.standardError + output.standardOutput
    }

    /// A host that is sound but for its nginx.
    func patient() throws -> Patient {
        var patient = Patient.sound
        let dump = try #require(Nginx.Dump(try dump()))
        patient.nginxMessages = dump.messages
        patient.site = Site(try Nginx(dump), Workers(of: "shop", socket: nil))
        return patient
    }

    /// Where a line is that begins like this; the file where the beginning is empty.
    func place(_ file: String, _ line: String) throws -> Place {
        if line.isEmpty { return Place(path: folder.file(file)) }
        let lines = try String(contentsOfFile: folder.file(file), encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let number = lines.firstIndex { $0.drop { $0 == " " }.hasPrefix(line) }
        return Place(path: folder.file(file), line: try #require(number, "\(file) has no line \(line)") + 1)
    }
}

extension Patient {
    /// A host of which nothing is known that would be wrong.
    static var sound: Patient {
        let settings = [
            "JWT_SECRET_KEY": "MFbv3wZ3kY0u1j5mUq8rX2p7s9aLcDeFgHiJkLmN", "DATABASE_URL": "sqlite:////nowhere/x.db",
        ]
        let configuration = Configuration(layers: [.init(environment: settings)])
        return Patient(now: timeOfDay(), configuration: configuration, machine: .sound)
    }

    /// The names of the checks that find something.
    var found: [String] { findings(Check.all).map(\.check.id) }
}

extension Machine {
    /// One with nothing to be said against it.
    static var sound: Machine {
        Machine(
            packages: Packages(status: ""), sqliteVersion: "3.53.0", isSynchronized: true, programTime: nil,
            freeSpace: { _ in 1 << 40 })
    }
}

extension SeededSite {
    /// The guarded example, and what else an operator might have written.
    private static func locations(of root: URL) throws -> String {
        try String(contentsOf: root.appending(path: "nginx/guarded_example.conf"), encoding: .utf8) + """

            location = /wiki/logo {
                include gatehouse/identity.conf;
                proxy_pass http://127.0.0.1:3000/wiki/logo;
            }
            """
    }
}
