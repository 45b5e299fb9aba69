// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc

/// Lines on a descriptor.
///
/// Several go in one write(2) as long as they stay within PIPE_BUF, which a pipe takes whole: lines of several
/// processes never mix. SIGPIPE must be ignored.
struct LogPipe: LogOutlet {
    let descriptor: Int32

    /// What a descriptor has taken is the kernel's.
    var isSettled: Bool { true }

    /// Where nobody can ever read them the lines are gone: a worker does not end for its log.
    func write(_ lines: LogLines) -> Int {
        var lost = 0
        lines.forEachChunk(within: ByteWriter.lineLimit) { chunk, count in
            if !write(chunk) { lost += count }
        }
        return lost
    }

    /// Writes all of it; false where that fails.
    private func write(_ chunk: UnsafeRawBufferPointer) -> Bool {
        var rest = chunk
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            } else if errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
