// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Both ends of a pipe, closed when nobody has it any more.
final class Pipe {
    private(set) var reading: Int32
    private(set) var writing: Int32

    init() {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        closeReading()
        closeWriting()
    }

    func closeReading() {
        if reading >= 0 { close(reading) }
        reading = -1
    }

    func closeWriting() {
        if writing >= 0 { close(writing) }
        writing = -1
    }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(writing, bytes, bytes.count)
    }

    /// Reads until that many bytes have come, the other end is closed, or nothing has come for five seconds.
    func read(_ count: Int) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        var ready = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        while bytes.count < count, poll(&ready, 1, 5000) == 1 {
            let got = Glibc.read(reading, &chunk, min(chunk.count, count - bytes.count))
            guard got > 0 else { break }
            bytes.append(contentsOf: chunk.prefix(got))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
