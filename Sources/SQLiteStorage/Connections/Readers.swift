// SPDX-License-Identifier: Apache-2.0

import Auth
import GRDB
import Synchronization

/// The connections that read.
///
/// A thread borrows one for a question; there are as many as threads have ever asked at once, so that no question
/// waits for another.
///
/// Statements run outside a transaction: each sees what is committed when it begins, and no snapshot outlives it that
/// would hold up a checkpoint. What must be of one moment is therefore read by one statement.
final class Readers: Sendable {
    private let file: DatabaseFile
    private let openFiles: OpenFiles
    private let patience: Duration
    private let idle = Mutex<[Reader]>([])

    /// Connections to the files that are the writer's.
    init(_ file: DatabaseFile, _ openFiles: OpenFiles, patience: Duration) {
        self.file = file
        self.openFiles = openFiles
        self.patience = patience
    }

    /// The user whose session this is.
    func user(of session: Session.ID) throws -> User? {
        try borrowing { try $0.user.ask(session) }
    }

    /// The state of every place of users; nil where one is missing.
    func userStates() throws -> [UInt64]? {
        try borrowing { try $0.changes.ask() }
    }

    /// Asks `question` on a connection that nobody else uses meanwhile.
    func read<Result>(_ question: (Database) throws -> Result) throws -> Result {
        try borrowing { try $0.queue.unsafeRead(question) }
    }

    /// Closes the connections; a later question opens another.
    func close() {
        idle.withLock { $0.removeAll() }
    }

    private func borrowing<Result>(_ work: (Reader) throws -> Result) throws -> Result {
        try StorageError.translated(file.path) {
            let reader = try idle.withLock { $0.popLast() } ?? opened()
            defer { idle.withLock { $0.append(reader) } }
            return try work(reader)
        }
    }

    /// Another connection.
    ///
    /// - Throws: ``StorageError/replaced(path:)`` where the name leads to another file than the writer's: what is
    ///   revoked here would be good there.
    private func opened() throws -> Reader {
        let reader = try Reader(file.path, busyTimeout: patience)
        // Once it is open: until then another file could still come in its place.
        guard OpenFiles(ofDatabase: file.path) == openFiles else { throw StorageError.replaced(path: file.path) }
        return reader
    }
}

/// A connection that reads, lent to one thread at a time.
final class Reader: Sendable {
    let queue: DatabaseQueue
    let user: UserQuestion
    let changes: ChangesQuestion

    init(_ path: String, busyTimeout: Duration) throws {
        queue = try Connection.reader(path, busyTimeout: busyTimeout)
        (user, changes) = try queue.unsafeRead { db in (try UserQuestion(db), try ChangesQuestion(db)) }
    }

    deinit {
        user.finalize()
        changes.finalize()
    }
}
