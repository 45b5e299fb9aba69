// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import GRDB
import JOSE

extension Database {
    /// Which database this is, and how far it has come.
    func lineage() throws -> Lineage {
        guard let row = try row("SELECT name, progress FROM lineage") else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "its lineage is missing")
        }
        return Lineage(name: Array(row[0] as Data), progress: row[1])
    }

    /// Brings an older state beyond one that was known, so that what is done from now on is later than both.
    func advance(beyond known: Lineage) throws {
        try run(
            "UPDATE lineage SET progress = max(progress, ?) + 1 WHERE name = ?", [known.progress, Data(known.name)])
    }

    /// Ends every session and says how many there were.
    func endAllSessions(at now: NumericDate) throws -> Int {
        try run("UPDATE sessions SET ended_at = ? WHERE ended_at IS NULL", [now])
    }
}
