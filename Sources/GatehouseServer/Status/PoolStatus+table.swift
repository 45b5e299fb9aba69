// SPDX-License-Identifier: Apache-2.0

extension PoolStatus {
    /// The status for people to read.
    func text(at now: Int64) -> String {
        let complaints = complaints.map { "WARNING: \($0.printable)\n" }.joined()
        return complaints + workerTable(at: now) + "\n" + databaseTable
    }

    private func workerTable(at now: Int64) -> String {
        let head = ["WORKER", "VERSION", "UP", "REQUESTS", "FAILED", "MEAN", "THREADS", "CONNECTIONS", "HASHING"]
        let rows = workers.map { worker in
            [
                String(worker.process), worker.version.printable, "\(max(0, now - worker.startedAt)) s",
                String(worker.requests.count), String(worker.requests.answers.last ?? 0), worker.requests.mean,
                "\(worker.threads.busy) of \(worker.threads.count)",
                "\(worker.connections.open) of \(worker.connections.limit), \(worker.connections.idle) idle",
                "\(worker.hashing.busy) of \(worker.hashing.slots), \(worker.hashing.waiting) waiting",
            ]
        }
        return Table(rows: [head] + rows).text
    }

    private var databaseTable: String {
        Table(rows: [
            ["DATABASE", "WAL", "FREE", "USERS", "SESSIONS", "LIMITS USED UP", "PURGED"],
            [
                database.size.bytes, database.walSize.bytes, database.free.bytes, String(database.users),
                String(database.sessions), String(database.exhaustedLimits),
                database.purgedAt.map(Timestamp.text) ?? "never",
            ],
        ]).text
    }
}

extension WorkerStatus.Requests {
    /// How long an answer took on average.
    fileprivate var mean: String { count == 0 ? "-" : "\(microseconds / count) us" }
}

extension Int {
    /// The number of bytes in the largest unit of which there is at least one.
    fileprivate var bytes: String {
        var (rest, unit) = (self, 0)
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        while rest >= 1024, unit < units.count - 1 { (rest, unit) = (rest / 1024, unit + 1) }
        return "\(rest) \(units[unit])"
    }
}
