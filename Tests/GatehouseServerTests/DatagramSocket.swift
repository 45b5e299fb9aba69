// SPDX-License-Identifier: Apache-2.0

import CGI
import Glibc
import Testing

/// A socket that datagrams are sent to, as journald's and systemd's are.
final class DatagramSocket {
    private let descriptor: Int32

    /// A socket at a path in place of any that is there, or with `@` before it of an abstract name.
    init(at path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        unlink(path)
        let address = try #require(UnixAddress(path))
        try #require(address.withPointer { bind(descriptor, $0, $1) } == 0)
    }

    deinit {
        close(descriptor)
    }

    /// The next datagram; nil where none has come in that time.
    func receive(within time: Duration = .seconds(5)) -> [UInt8]? {
        var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, Int32(time / .milliseconds(1))) == 1 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count < 0 ? nil : Array(bytes.prefix(count))
    }
}
