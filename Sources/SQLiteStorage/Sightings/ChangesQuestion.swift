// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The question what state the users are in, place by place.
struct ChangesQuestion {
    private let statement: Statement

    /// Prepares the question on `db`, which stays open at least until ``finalize()``.
    init(_ db: Database) throws {
        statement = try Statement("SELECT place, state FROM user_changes ORDER BY place", db)
    }

    func finalize() { statement.finalize() }

    /// The state of every place, in their order; nil where one is missing.
    func ask() throws -> [UInt64]? {
        try statement.run {
            var states: [UInt64] = []
            while try statement.step() {
                guard statement.integer(0) == states.count else { return nil }
                states.append(UInt64(bitPattern: statement.integer(1)))
            }
            return states.count == UserChanges.places ? states : nil
        }
    }
}
