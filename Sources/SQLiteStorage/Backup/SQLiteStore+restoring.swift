// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

/// What came of putting a backup in the place of a database.
public struct Restoration: Sendable, Equatable {
    /// What the backup held.
    public let holdings: Holdings
    /// How many sessions of it were ended.
    public let sessions: Int
    /// The name under which the former database was kept; nil where there was none.
    public let replaced: String?
}

extension SQLiteStore {
    /// Puts a copy of the backup in the place of the database at `path`, which nobody has open.
    ///
    /// Every session in it is ended first: what was revoked after the backup would be good again. The former database
    /// stays beside it under another name. At no moment is there a database at the path that is not whole.
    ///
    /// - Throws: ``BackupError``, ``StorageError``, and then the database is what it was.
    public static func restore(
        _ backup: String, to path: String, by author: Author, at now: NumericDate, patience: Duration = .seconds(5)
    ) throws -> Restoration {
        let file = try DatabaseFile(path)
        let source = try DatabaseFile.readable(backup)
        guard source != file.path else { throw BackupError.inUse(path: source) }
        let draft = try Draft(of: file.path, for: file.owner)
        defer { draft.discard() }
        let holdings = try draft.fill(from: source, at: now)
        let lock = try DatabaseLock(path: file.lockPath, owner: file.owner)
        // From here on nobody opens the database.
        return try lock.exclusively(by: Deadline(after: patience)) {
            let (sessions, lineage) = try BackupError.copying(from: source, to: file.path) {
                try draft.revoke(beyond: lock.lineage, by: author, at: now)
            }
            let replaced = try file.setAside(at: now)
            try draft.publish()
            lock.keep(lineage)
            return Restoration(holdings: holdings, sessions: sessions, replaced: replaced)
        }
    }
}
