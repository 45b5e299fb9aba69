// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// Sockets that have a path.
enum UnixSocket {
    /// A socket bound to `path`, closed on exec.
    static func bound(at path: String, type: __socket_type) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(type.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw HostError("cannot bind \(path)") }
        return descriptor
    }
}

/// Where a worker says how it is, as it would to systemd (sd_notify(3)).
final class NotifySocket: Sendable {
    let path: String
    private let descriptor: Int32

    init(at path: String) {
        self.path = path
        unlink(path)
        descriptor = (try? UnixSocket.bound(at: path, type: SOCK_DGRAM)) ?? -1
    }

    deinit { close(descriptor) }

    /// Whether this word comes within ten seconds, whatever else comes meanwhile.
    func hears(_ word: String = "READY=1") -> Bool {
        eventually { next()?.contains(word) == true }
    }

    /// Forgets what has come until now.
    func forget() {
        while next() != nil {}
    }

    private func next() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }
}
