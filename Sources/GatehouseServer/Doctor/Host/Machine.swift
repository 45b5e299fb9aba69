// SPDX-License-Identifier: Apache-2.0

import SQLiteStorage

/// What a host is by itself, whatever is installed on it.
struct Machine: Sendable {
    /// The packages that are installed.
    var packages: Packages

    /// The version of SQLite that this program uses.
    var sqliteVersion: String

    /// Whether something keeps the clock right, where that is known.
    var isSynchronized: Bool?

    /// When this program was made, in seconds since 1970.
    var programTime: Int64?

    /// The bytes that are free at a path.
    var freeSpace: @Sendable (String) -> Int?

    /// The host of this process.
    static var current: Machine {
        Machine(
            packages: .installed, sqliteVersion: SQLiteLibrary.version,
            isSynchronized: ClockSynchronization.isSynchronized, programTime: FileStatus("/proc/self/exe")?.modified,
            freeSpace: { FileSystem(of: $0)?.free })
    }
}
