// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The far end of a connection to a server on a Unix socket: a web server, or something worse.
public final class Peer: Sendable {
    /// What has come from the server.
    public enum Arrival: Sendable {
        /// Some bytes.
        case bytes([UInt8])
        /// The end of them.
        case end
        /// A reset: the server has closed the connection over bytes that it had not read.
        case reset
        /// Nothing, in the time that there was.
        case nothing
    }

    private let descriptor: Int32

    /// Connects.
    public init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SystemError("socket") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let error = SystemError("connect")
            close(descriptor)
            throw error
        }
    }

    deinit {
        close(descriptor)
    }

    /// Sends bytes, all of them or as many as are taken before the server closes; true when all were.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Says that nothing more will be sent; answers can still be read.
    public func finishSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// What comes next, within this many milliseconds.
    public func receive(within milliseconds: Int32) -> Arrival {
        var interest = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&interest, 1, milliseconds) > 0 else { return .nothing }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        return count > 0 ? .bytes(Array(chunk[..<count])) : count == 0 ? .end : .reset
    }
}
