// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Removes a database, with what SQLite keeps beside it; its lock file stays, as where somebody has lost it.
public func removeDatabase(_ path: String) {
    for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
}
