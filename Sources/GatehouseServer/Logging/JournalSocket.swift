// SPDX-License-Identifier: Apache-2.0

import CGI
import Glibc

/// Entries on the socket of the journal, a datagram each (https://systemd.io/JOURNAL_NATIVE_PROTOCOL/).
struct JournalSocket: LogOutlet {
    private let address: UnixAddress
    private let descriptor: Int32

    /// A socket that is connected with the one at `path`; nil where that is not possible.
    init?(at path: String) {
        guard let address = UnixAddress(path) else { return nil }
        self.address = address
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        guard connect() else {
            close(descriptor)
            return nil
        }
    }

    /// journald looks up the unit of a process right after it has received an entry, and finds none once that process
    /// has ended: the moment in between cannot be seen from here, and is left to what a process does before its end.
    var isSettled: Bool {
        var unread: Int32 = 0
        return ioctl(descriptor, UInt(TIOCOUTQ), &unread) != 0 || unread == 0
    }

    func write(_ entries: LogLines) -> Int {
        var lost = 0
        entries.forEach { entry in
            if !send(entry) { lost += 1 }
        }
        return lost
    }

    /// Sends an entry, however long that takes; false where it is too long for a datagram.
    private func send(_ entry: UnsafeRawBufferPointer) -> Bool {
        while Glibc.send(descriptor, entry.baseAddress, entry.count, Int32(MSG_NOSIGNAL)) < 0 {
            switch errno {
            case EMSGSIZE: return false
            case EINTR: break
            // The socket was made anew (ECONNREFUSED, ENOTCONN) or the kernel is short of memory (ENOBUFS): what comes
            // meanwhile waits in the queue.
            default:
                usleep(100_000)
                connect()
            }
        }
        return true
    }

    @discardableResult
    private func connect() -> Bool {
        address.withPointer { Glibc.connect(descriptor, $0, $1) } == 0
    }
}
