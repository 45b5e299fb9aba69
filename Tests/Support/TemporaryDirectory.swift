// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A folder of its own for one test, removed with everything in it when the value goes away.
public final class TemporaryDirectory: Sendable {
    /// The folder's path; short enough for a Unix socket in it.
    public let path: String

    /// Makes the folder, readable by this user alone.
    public init() throws {
        var template = Array("/tmp/gatehouse-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw SystemError("mkdtemp") }
        path = String(cString: made)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a name in the folder.
    public func file(_ name: String) -> String {
        path + "/" + name
    }
}
