// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import GRDB
import JOSE
import SQLiteStorage
import Testing

@Suite("Workers of the first version beside those of this one")
struct FirstVersionTests {
    let folder: TemporaryFolder
    let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file())
    }

    /// Does what a worker of the first version does, with its statements.
    private func formerly(_ sql: String, _ arguments: StatementArguments = []) throws {
        try DatabaseQueue(path: folder.file()).writeWithoutTransaction { db in
            try db.execute(sql: sql, arguments: arguments)
        }
    }

    @Test("a session that it opens is one")
    func opened() throws {
        let user = try store.made()
        try formerly(
            """
            INSERT INTO sessions
                (id, user_id, refresh_digest, created_at, last_used_at, expires_at, address, user_agent)
            VALUES ('s', ?, ?, 1, 1, 2000, '192.0.2.1', NULL)
            """, [user.id, Data(TokenDigest(tokenID: "first").bytes)])
        #expect(try store.user(of: "s") == user)
        #expect(try store.spend("first", for: "second") == .renewed(user))
        #expect(try store.sessions(of: user.id, at: 1).map(\.id) == ["s"])
    }

    @Test("a token that it spends ends the grace of the one before")
    func spent() throws {
        try store.opened("s", for: store.made())
        func spend(_ token: String) throws -> Spending {
            let answer = Successor.Answer(sealed: [1], until: 1200)
            let next = Successor(digest: TokenDigest(tokenID: "second"), expiresAt: 2000, answer: answer)
            return try store.spend(TokenDigest(tokenID: token), for: next, at: 1100)
        }
        _ = try spend("first")
        #expect(try spend("first") == .repeated([1]))
        try formerly("UPDATE sessions SET refresh_digest = ?", [Data(TokenDigest(tokenID: "third").bytes)])
        #expect(try spend("first") == .replayed)
    }
}
