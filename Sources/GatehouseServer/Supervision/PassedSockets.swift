// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The sockets that systemd has opened for this process (sd_listen_fds(3)): descriptors from 3 on.
enum PassedSockets {
    /// The one socket that was passed; nil where none was.
    ///
    /// - Throws: ``Failure`` where there are several: which would be meant?
    static func only(environment: [String: String], process: Int32 = getpid()) throws(Failure) -> Int32? {
        guard environment["LISTEN_PID"] == String(process), let passed = environment["LISTEN_FDS"] else { return nil }
        switch Int(passed) {
        case 0: return nil
        case 1: return 3
        default:
            throw Failure(.configuration, "LISTEN_FDS is \"\(passed.printable)\", but a worker listens on one socket")
        }
    }
}
