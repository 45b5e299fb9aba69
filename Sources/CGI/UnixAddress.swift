// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The address of a Unix socket in the file system.
struct UnixAddress {
    let path: String
    private var address = sockaddr_un()

    /// - Throws: ``ListenError`` when the path is empty or does not fit the kernel's 107 bytes.
    init(path: String) throws {
        self.path = path
        let room = MemoryLayout.size(ofValue: address.sun_path) - 1
        guard !path.isEmpty else { throw ListenError("Cannot listen on an empty path; give one such as /run/x.sock.") }
        guard path.utf8.count <= room, !path.utf8.contains(0) else {
            throw ListenError(
                "Cannot listen on \(path): a socket's path has at most \(room) bytes; choose a shorter one.")
        }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    }

    /// Gives a socket this address; false with `errno` set.
    func bind(_ descriptor: Int32) -> Bool {
        withPointer { Glibc.bind(descriptor, $0, $1) == 0 }
    }

    /// Whether a socket file lies here.
    var isSocket: Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
    }

    /// Whether nobody listens here any more: the kernel refuses the connection.
    var isDeserted: Bool { connectionError == ECONNREFUSED }

    /// Why nobody can be spoken to here; 0 where somebody can, or where that cannot be found out.
    var connectionError: Int32 {
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard probe >= 0 else { return 0 }
        defer { close(probe) }
        return withPointer { Glibc.connect(probe, $0, $1) == 0 ? 0 : errno }
    }

    private func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
