// SPDX-License-Identifier: Apache-2.0

import SQLiteStorage

/// How the workers of a database are doing, one by one and together, and the database itself.
struct PoolStatus: Sendable {
    /// The workers that have answered.
    let workers: [WorkerStatus]

    /// The processes of workers that live and have not answered in time.
    let silent: [Int32]

    let database: DatabaseStatus

    /// What all workers have counted.
    var requests: WorkerStatus.Requests { workers.map(\.requests).reduce(.none, +) }

    /// The sum of something over the workers.
    func sum(_ number: (WorkerStatus) -> Int) -> Int { workers.map(number).reduce(0, +) }

    /// What is wrong, a sentence each; none where all is well.
    var complaints: [String] {
        let keys = Set(workers.compactMap(\.complaint)).sorted()
        let none = workers.isEmpty && silent.isEmpty ? ["no worker is running"] : []
        return none + silent.map { "worker \($0) does not answer" } + keys + database.complaints
    }
}

extension PoolStatus {
    /// Asks the database that `url` names, and every worker of it.
    ///
    /// - Throws: ``StorageError`` where the database cannot be read; ``Failure`` where the workers cannot be asked.
    init(of url: DatabaseURL, in host: Host) throws {
        let database = try DatabaseStatus(path: url.path, at: host.clock())
        let (workers, silent) = try StatusFolder(database: database.path, patience: host.patience).answers()
        self.init(workers: workers, silent: silent, database: database)
    }
}

extension DatabaseStatus {
    /// What an operator should look into.
    fileprivate var complaints: [String] {
        let log = walSize > Self.longLog ? ["the WAL has grown to \(walSize) bytes: something reads without end"] : []
        let disk = free < Self.littleRoom ? ["the file system of the database has \(free) bytes left"] : []
        return log + disk
    }

    private static let longLog = 64 << 20
    private static let littleRoom = 64 << 20
}
