// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A folder of its own in memory, where a commit waits for no disk; in /tmp on a host that has no such place.
final class MemoryFolder: Sendable {
    let path: String

    init() throws {
        let root = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        path = "\(root)/gatehouse-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
