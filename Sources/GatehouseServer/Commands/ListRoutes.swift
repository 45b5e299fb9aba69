// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Auth
import Foundation
import Gatehouse
import JOSE
import SQLiteStorage

/// `routes`: the routes of the program and who may come in.
struct ListRoutes<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "routes", abstract: "List the routes and who may use them.")
    }

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let configuration = try Configuration.read(file: file.path, of: Application.name, in: host)
        let basePath = try configuration.optional(Settings.basePath) ?? ""
        let transport = try configuration.tokenTransport()
        let rows = try withUnusedAuthority { authority in
            Application.allRoutes(authority, transport).map { [$0.method.rawValue, basePath + $0.path, $0.access] }
        }
        try host.write(Table(rows: rows).text)
    }

    /// Routes are made for an authority; one that decides nothing needs no secret and no database that lasts.
    private func withUnusedAuthority<Result>(_ body: (Authority) throws -> Result) throws -> Result {
        try withTemporaryFolder { folder in
            let key = try Key.secret(secureRandomBytes(32))
            return try body(
                Authority(
                    store: SQLiteStore(path: folder + "/routes.db"), keys: KeyRing(signing: key),
                    hasher: .unused, clock: timeOfDay))
        }
    }
}

/// Runs `body` with the path of an empty folder that is gone afterwards.
private func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gatehouse-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
}
