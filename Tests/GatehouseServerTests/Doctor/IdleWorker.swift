// SPDX-License-Identifier: Apache-2.0

import Glibc

@testable import GatehouseServer

/// What looks like a worker that has answered nothing yet, for as long as it is kept.
final class IdleWorker {
    private let listener: Int32

    /// One that works on that database, with these settings.
    init(database: String, settings: FileStamp? = nil) throws {
        var status = WorkerStatus.idle
        status.settings = settings?.description
        let bytes = status.bytes
        let listener = try StatusFolder(database: database).listen()
        self.listener = listener
        try startThread("a worker") {
            while Self.answersOne(at: listener, with: bytes) {}
            close(listener)
        }
    }

    /// The thread hears of this in accept(2), as it would not of close(2), and is gone.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// Waits for somebody who asks, and answers; false once there will be nobody.
    private static func answersOne(at listener: Int32, with bytes: [UInt8]) -> Bool {
        let asker = accept(listener, nil, nil)
        guard asker >= 0 else { return errno != EINVAL }
        _ = send(asker, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        close(asker)
        return true
    }
}

extension WorkerStatus {
    fileprivate static let idle = WorkerStatus(
        process: getpid(), version: "0", startedAt: 0, requests: .none, threads: .init(count: 1, busy: 0),
        connections: .init(limit: 1, open: 0, idle: 0), hashing: .init(slots: 1, busy: 0, waiting: 0, queue: 0))
}
