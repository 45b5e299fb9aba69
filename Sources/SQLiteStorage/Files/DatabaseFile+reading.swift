// SPDX-License-Identifier: Apache-2.0

import GRDB

extension DatabaseFile {
    /// Asks `question` of the database as it is: it is not brought up to date, and nothing can be written.
    ///
    /// - Throws: ``StorageError``, also for a database of another application or of a newer version; what `question`
    ///   throws.
    func reading<Result>(patience: Duration, _ question: (Database) throws -> Result) throws -> Result {
        guard exists else { throw StorageError.missing(path: path) }
        return try StorageError.translated(path) {
            try Connection.reader(path, busyTimeout: patience).unsafeRead { db in
                try Schema.recognize(db, path: path)
                return try question(db)
            }
        }
    }
}
