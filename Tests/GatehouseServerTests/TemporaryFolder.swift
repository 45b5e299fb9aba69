// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A folder of a test's own, which goes when the test does.
final class TemporaryFolder: Sendable {
    let url: URL

    init() {
        // Short: the path of a socket has 107 bytes.
        url = URL(filePath: "/tmp/gatehouse-\(UUID().uuidString.prefix(8))")
        try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func path(_ name: String) -> String { name.isEmpty ? url.path : "\(url.path)/\(name)" }

    func write(_ name: String, _ text: String) throws {
        try write(name, bytes: Array(text.utf8))
    }

    func write(_ name: String, bytes: [UInt8]) throws {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    func text(_ name: String) throws -> String {
        try String(contentsOf: url.appending(path: name), encoding: .utf8)
    }
}
