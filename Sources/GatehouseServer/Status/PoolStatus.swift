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
    /// Asks every worker of the store's database, and the database.
    ///
    /// - Throws: ``StorageError`` where the database cannot be read.
    init(of store: SQLiteStore, at now: Int64) throws {
        let folder = StatusFolder(database: store.path)
        var (workers, silent): ([WorkerStatus], [Int32]) = ([], [])
        for process in folder.processes {
            switch try folder.answer(of: process) {
            case .status(let status): workers.append(status)
            case .silence: silent.append(process)
            case .gone: break
            }
        }
        self.init(workers: workers, silent: silent, database: try store.status(at: now))
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
