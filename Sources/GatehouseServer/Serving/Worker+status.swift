// SPDX-License-Identifier: Apache-2.0

import Auth
import Glibc
import Logging
import SQLiteStorage

extension Worker {
    /// How this worker is doing now.
    func status(since start: Int64) -> WorkerStatus {
        let (hashing, keys) = (hasher.load, keychain.inUse)
        let (memory, complaint) = (keys.memory, keychain.complaint)
        return WorkerStatus(
            process: getpid(), version: Application.version, startedAt: start, requests: tally.requests,
            threads: .init(count: capacity.threads, busy: server.busyThreads),
            connections: .init(
                limit: capacity.connections, open: server.openConnections, idle: server.idleConnections),
            hashing: .init(
                slots: hashing.slots, busy: hashing.busy, waiting: hashing.waiting, queue: hashing.queue),
            keys: .init(
                signing: keys.ring.signing.id, verifying: keys.ring.count,
                fileIsUsable: watchedKeys.map { _ in complaint == nil }),
            cache: .init(
                tokens: memory.count, capacity: memory.capacity, hits: memory.hits, misses: memory.misses),
            complaint: complaint, settings: settings?.description)
    }

    /// Where the status is told; nil, and a line in the log, where that cannot be: requests matter more.
    static func statusSocket(of store: SQLiteStore, _ logger: Logger) -> StatusSocket? {
        do throws(Failure) {
            return try StatusSocket(in: StatusFolder(database: store.path))
        } catch {
            logger.warning("cannot tell how it is doing", error: error)
            return nil
        }
    }
}
