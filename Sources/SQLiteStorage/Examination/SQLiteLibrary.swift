// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite

/// The SQLite that this process uses.
public enum SQLiteLibrary {
    /// Its version, such as `3.40.1`.
    public static var version: String { String(cString: sqlite3_libversion()) }

    /// Whether a checkpoint that races a commit of another connection can lose committed rows: from 3.7.0 on, mended in
    /// 3.51.3, 3.50.7 and 3.44.6.
    public static func losesCommits(_ version: String) -> Bool {
        let parts = version.split(separator: ".").map { Int($0) ?? 0 } + [0, 0, 0]
        let (major, minor, patch) = (parts[0], parts[1], parts[2])
        guard major == 3, minor >= 7 else { return false }
        switch minor {
        case 44: return patch < 6
        case 50: return patch < 7
        case 51: return patch < 3
        default: return minor < 51
        }
    }
}
