// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The address of a Unix socket (unix(7)): a path, or a name in Linux's abstract namespace.
package struct UnixAddress {
    let path: String
    private var address = sockaddr_un()
    private let length: socklen_t

    /// The address at a path.
    ///
    /// - Throws: ``ListenError`` when the path is empty or does not fit the kernel's 107 bytes.
    init(path: String) throws {
        guard !path.isEmpty else { throw ListenError("Cannot listen on an empty path; give one such as /run/x.sock.") }
        guard !path.utf8.contains(0), let address = UnixAddress(path, bytes: Array(path.utf8) + [0]) else {
            throw ListenError(
                "Cannot listen on \(path): a socket's path has at most \(Self.room - 1) bytes; choose a shorter one.")
        }
        self = address
    }

    /// The address at a path or, with `@` before it, of a name in the abstract namespace, as sd_notify(3) writes them;
    /// nil where it is empty or too long for one.
    package init?(_ name: String) {
        guard !name.isEmpty else { return nil }
        let isAbstract = name.utf8.first == UInt8(ascii: "@")
        // The zero at a path's end belongs to it; to an abstract name, which has one in place of the @, every byte
        // would.
        self.init(name, bytes: isAbstract ? [0] + Array(name.utf8.dropFirst()) : Array(name.utf8) + [0])
    }

    private init?(_ path: String, bytes: [UInt8]) {
        guard bytes.count <= Self.room else { return nil }
        self.path = path
        length = socklen_t((MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2) + bytes.count)
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    }

    private static let room = MemoryLayout.size(ofValue: sockaddr_un().sun_path)

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

    /// Runs `body` with what the system's calls take for an address.
    package func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
