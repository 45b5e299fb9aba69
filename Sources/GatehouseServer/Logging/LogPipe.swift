// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import Synchronization

/// Writes lines to a descriptor on a thread of its own, so that no request waits for whoever reads the log.
///
/// While the reader is slow, lines wait in memory, up to `limit` bytes; what comes beyond that is counted and told in a
/// line as soon as there is room again. Several lines go in one write(2) as long as they stay within PIPE_BUF, which a
/// pipe takes whole: lines of several processes never mix. SIGPIPE must be ignored.
final class LogPipe: LogSink {
    private let descriptor: Int32
    private let limit: Int
    private let notice: @Sendable (_ lost: Int) -> [UInt8]
    private let pending = Mutex(Pending())
    private let arrival = DispatchSemaphore(value: 0)
    private let unwritten = DispatchGroup()

    private struct Pending {
        var bytes: [UInt8] = []
        var lost = 0
    }

    /// A pipe whose thread runs until the process ends; `notice` makes the line that tells of lost ones.
    init(descriptor: Int32, limit: Int = 8 << 20, notice: @escaping @Sendable (_ lost: Int) -> [UInt8]) {
        self.descriptor = descriptor
        self.limit = limit
        self.notice = notice
    }

    /// Begins to write.
    ///
    /// - Throws: ``Failure`` where the system has no thread left.
    func start() throws(Failure) {
        try startThread("the log") { [self] in
            var spare: [UInt8] = []
            while true { writeWaiting(&spare) }
        }
    }

    func take(_ line: [UInt8]) {
        let isFirst = pending.withLock { pending in
            guard pending.bytes.count + line.count <= limit else {
                pending.lost += 1
                return false
            }
            defer { pending.bytes.append(contentsOf: line) }
            guard pending.bytes.isEmpty else { return false }
            unwritten.enter()
            return true
        }
        // Under the lock the writer that wakes could put this thread to sleep, and everybody else would wait for it.
        if isFirst { arrival.signal() }
    }

    /// Waits until all lines are written, or until that much time has gone by.
    func flush(within seconds: Double) {
        _ = unwritten.wait(timeout: .now() + seconds)
    }

    private func writeWaiting(_ spare: inout [UInt8]) {
        arrival.wait()
        // A line waits ten milliseconds for its fellows: under load one wake and one write serve hundreds of requests.
        usleep(10_000)
        spare.removeAll(keepingCapacity: true)
        let lost = pending.withLock { pending in
            swap(&pending.bytes, &spare)
            defer { pending.lost = 0 }
            return pending.lost
        }
        if lost > 0 { spare.append(contentsOf: notice(lost)) }
        spare.withUnsafeBytes { bytes in
            for chunk in Self.chunks(of: bytes) { write(UnsafeRawBufferPointer(rebasing: bytes[chunk])) }
        }
        unwritten.leave()
    }

    /// As many whole lines at a time as PIPE_BUF holds; a longer line by itself.
    static func chunks(of bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
        let newline = UInt8(ascii: "\n")
        var chunks: [Range<Int>] = []
        var start = 0
        while let last = bytes[start...].prefix(4096).lastIndex(of: newline) ?? bytes[start...].firstIndex(of: newline)
        {
            chunks.append(start..<last + 1)
            start = last + 1
        }
        return chunks
    }

    /// Writes all of it.
    ///
    /// Where nobody can ever read it the lines are gone: a worker does not end for its log.
    private func write(_ chunk: UnsafeRawBufferPointer) {
        var rest = chunk
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            } else if errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
            } else if errno != EINTR {
                return
            }
        }
    }
}
