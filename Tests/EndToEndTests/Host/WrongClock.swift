// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A time of day for workers that is not the host's, and that may change while they run.
struct WrongClock {
    private let library: String
    private let setting: String

    init(in folder: TemporaryDirectory) throws {
        library = folder.file("clock.so")
        setting = folder.file("clock")
        let source = Host.root.appending(path: "Tests/Host/clock.c").path
        let made = try run("clang", "-shared", "-fPIC", "-O2", "-o", library, source)
        guard made.status == 0 else { throw HostError(made.standardError) }
        try Data(count: 16).write(to: URL(filePath: setting))
    }

    /// What a worker is started with that is to have it.
    var variables: [String: String] { ["LD_PRELOAD": library, "TEST_CLOCK": setting] }

    /// Sets it: so many seconds ahead of the host's, or of the second at which it stands still.
    func turn(ahead: Int64, still: Int64? = nil) throws {
        // The file stays the same one: the workers have mapped it.
        let file = try FileHandle(forWritingTo: URL(filePath: setting))
        defer { try? file.close() }
        var numbers = (ahead, still ?? 0)
        try file.write(contentsOf: withUnsafeBytes(of: &numbers) { Data($0) })
    }
}
