// SPDX-License-Identifier: Apache-2.0

import JOSE
import Synchronization

/// What this process has written down of late, so that whoever repeats it makes it write nothing.
final class RecentNotes: Sendable {
    private let times = Mutex<[String: NumericDate]>([:])
    private let capacity: Int

    /// A memory of so many notes; when it is full it begins afresh.
    init(capacity: Int = 4096) {
        self.capacity = capacity
    }

    /// Runs `write` unless it was run for the same note less than an hour ago.
    func once(_ note: String, at now: NumericDate, _ write: () throws -> Void) throws {
        guard isNew(note, at: now) else { return }
        do {
            try write()
        } catch {
            times.withLock { $0[note] = nil }
            throw error
        }
    }

    private func isNew(_ note: String, at now: NumericDate) -> Bool {
        times.withLock { times in
            if let last = times[note], (last..<last + 3600).contains(now) { return false }
            if times.count >= capacity { times.removeAll() }
            times[note] = now
            return true
        }
    }
}
