// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A folder of its own for a test, which stays until the process ends: a store may outlive whoever made its folder.
struct TemporaryFolder: Sendable {
    let path: String

    private static let root: URL = {
        atexit { try? FileManager.default.removeItem(at: TemporaryFolder.location) }
        return location
    }()

    private static let location = FileManager.default.temporaryDirectory
        .appending(path: "gatehouse-store-tests-\(ProcessInfo.processInfo.processIdentifier)")

    init() throws {
        let url = Self.root.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    func file(_ name: String = "test.db") -> String { path + "/" + name }

    /// The size of a file in bytes, nothing where there is none.
    func size(_ name: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: file(name))[.size] as? Int) ?? 0
    }
}
