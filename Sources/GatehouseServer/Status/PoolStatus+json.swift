// SPDX-License-Identifier: Apache-2.0

import JOSE

extension PoolStatus {
    /// The status as one JSON object.
    var json: JSON {
        [
            "workers": .array(workers.map(\.json)), "silent": .array(silent.map { .integer(Int64($0)) }),
            "database": databaseJSON, "complaints": .array(complaints.map(JSON.string)),
        ]
    }

    private var databaseJSON: JSON {
        [
            "bytes": .integer(Int64(database.size)), "wal_bytes": .integer(Int64(database.walSize)),
            "free_bytes": .integer(Int64(database.free)), "users": .integer(Int64(database.users)),
            "sessions": .integer(Int64(database.sessions)),
            "limits_exhausted": .integer(Int64(database.exhaustedLimits)),
            "purged_at": database.purgedAt.map(JSON.integer) ?? .null,
            "backed_up_at": database.backedUpAt.map(JSON.integer) ?? .null,
            "lost_at": database.lostAt.map(JSON.integer) ?? .null,
        ]
    }
}

extension WorkerStatus {
    /// The status as it came from the worker.
    fileprivate var json: JSON { (try? JSON(parsing: bytes)) ?? .null }
}
