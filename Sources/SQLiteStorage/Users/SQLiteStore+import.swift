// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import JOSE

extension SQLiteStore {
    /// Adds all of these users, or, where there is an obstacle to one of them, none; a rehearsal adds none either.
    public func add(
        all users: [ImportedUser], isRehearsal: Bool, by author: Author, at now: NumericDate
    ) throws -> ImportOutcome {
        try writer.write { db in
            let obstacles = try db.obstacles(to: users)
            guard obstacles.isEmpty else { return .refused(obstacles) }
            guard !isRehearsal, !users.isEmpty else { return .added(users.count) }
            for user in users { _ = try db.insert(user.name, user.passwordHash, user.roles, at: now) }
            try db.record(AuditEntry(.importUsers, by: author, count: users.count), at: now)
            return .added(users.count)
        }
    }
}

extension Database {
    fileprivate func obstacles(to users: [ImportedUser]) throws -> [ImportObstacle] {
        let known = Set(try rows("SELECT name FROM roles").map { $0[0] as String })
        var keys: Set<String> = []
        return try users.enumerated().flatMap { index, user in
            var obstacles: [ImportObstacle] = []
            if try !keys.insert(user.name.key).inserted || holds(user.name) {
                obstacles.append(.nameTaken(index: index))
            }
            if let role = user.roles.first(where: { !known.contains($0) }) {
                obstacles.append(.unknownRole(role, index: index))
            }
            return obstacles
        }
    }
}
