// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc
import Synchronization

/// Where lines leave the process; called by one thread, which may be kept for as long as the reader is slow.
protocol LogOutlet: Sendable {
    /// Writes the lines; returns how many of them nobody will ever read.
    func write(_ lines: LogLines) -> Int

    /// Whether all that was written has been received: by the kernel where that is enough, else by the reader.
    var isSettled: Bool { get }
}

/// Has lines written on a thread of its own, so that no request waits for whoever reads the log.
///
/// While the reader is slow, lines wait in memory, up to `limit` bytes; what comes beyond that is counted and told in a
/// line as soon as there is room again.
final class LogQueue: LogSink {
    private let outlet: any LogOutlet
    private let limit: Int
    private let notice: @Sendable (_ lost: Int) -> [UInt8]
    private let state = Mutex(State())
    private let arrival = Semaphore()

    private struct State {
        var waiting = LogLines()
        var lost = 0
        var isWriting = false
    }

    /// A queue whose thread runs until the process ends; `notice` makes the line that tells of lost ones.
    init(to outlet: any LogOutlet, limit: Int = 8 << 20, notice: @escaping @Sendable (_ lost: Int) -> [UInt8]) {
        self.outlet = outlet
        self.limit = limit
        self.notice = notice
    }

    /// Begins to write.
    ///
    /// - Throws: ``Failure`` where the system has no thread left.
    func start() throws(Failure) {
        try startThread("the log") { [self] in
            var spare = LogLines()
            while true { writeWaiting(&spare) }
        }
    }

    func take(_ line: [UInt8]) {
        let isFirst = state.withLock { state in
            guard state.waiting.size + line.count <= limit else {
                state.lost += 1
                return false
            }
            state.waiting.append(line)
            return state.waiting.count == 1
        }
        // Under the lock the writer that wakes could put this thread to sleep, and everybody else would wait for it.
        if isFirst { arrival.signal() }
    }

    /// Waits until all lines are written and received, or until that much time has gone by.
    func flush(within time: Duration) {
        let end = ContinuousClock.now + time
        while !isSettled, ContinuousClock.now < end { usleep(1000) }
    }

    private var isSettled: Bool {
        state.withLock { $0.waiting.count == 0 && !$0.isWriting } && outlet.isSettled
    }

    private func writeWaiting(_ spare: inout LogLines) {
        arrival.wait()
        // A line waits ten milliseconds for its fellows: under load one wake and one write serve hundreds of requests.
        usleep(10_000)
        spare.removeAll()
        let lost = state.withLock { state in
            swap(&state.waiting, &spare)
            state.isWriting = true
            defer { state.lost = 0 }
            return state.lost
        }
        if lost > 0 { spare.append(notice(lost)) }
        let unread = outlet.write(spare)
        state.withLock { state in
            state.lost += unread
            state.isWriting = false
        }
    }
}
