// SPDX-License-Identifier: Apache-2.0

extension PoolStatus {
    /// The status for people to read.
    func text(at now: Int64) -> String {
        let complaints = complaints.map { "WARNING: \($0.printable)\n" }.joined()
        return complaints + [workerTable(at: now), keyTable, databaseTable].joined(separator: "\n")
    }

    private func workerTable(at now: Int64) -> String {
        let head = ["WORKER", "VERSION", "UP", "REQUESTS", "FAILED", "MEAN", "THREADS", "CONNECTIONS", "HASHING"]
        let rows = workers.map { worker in
            [
                String(worker.process), worker.version.printable, "\(max(0, now - worker.startedAt)) s",
                String(worker.requests.count), String(worker.requests.answers.last ?? 0), worker.requests.mean,
                "\(worker.threads.busy) of \(worker.threads.count)",
                "\(worker.connections.open) of \(worker.connections.limit), \(worker.connections.idle) idle",
                "\(worker.hashing.busy) of \(worker.hashing.slots), "
                    + "\(worker.hashing.waiting) of \(worker.hashing.queue) waiting",
            ]
        }
        return Table(rows: [head] + rows).text
    }

    private var keyTable: String {
        let head = ["WORKER", "SIGNS WITH", "KEYS", "KEY FILE", "TOKENS KNOWN", "HITS"]
        return Table(rows: [head] + workers.map { [String($0.process)] + $0.keyColumns + $0.cacheColumns }).text
    }

    private var databaseTable: String {
        Table(rows: [
            ["DATABASE", "WAL", "FREE", "USERS", "SESSIONS", "LIMITS USED UP", "PURGED", "BACKED UP", "LOST"],
            [
                database.size.bytes, database.walSize.bytes, database.free.bytes, String(database.users),
                String(database.sessions), String(database.exhaustedLimits),
            ] + [database.purgedAt, database.backedUpAt, database.lostAt].map { $0.map(Timestamp.text) ?? "never" },
        ]).text
    }
}

extension WorkerStatus {
    fileprivate var keyColumns: [String] {
        guard let keys else { return ["-", "-", "-"] }
        let file = keys.fileIsUsable.map { $0 ? "usable" : "unusable" } ?? "none"
        return [keys.signing.printable, String(keys.verifying), file]
    }

    fileprivate var cacheColumns: [String] {
        guard let cache else { return ["-", "-"] }
        let shown = cache.hits + cache.misses
        return ["\(cache.tokens) of \(cache.capacity)", shown == 0 ? "-" : "\(100 * cache.hits / shown) %"]
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
