// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A connection to a FastCGI server on a Unix socket, as a web server would have it, or a worse peer.
public final class FastCGIClient: Sendable {
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

    /// Sends bytes, all of them or as many as are taken before the peer closes; true when all were.
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

    /// Reads until so many requests have ended, the connection has, or nothing has come for this many milliseconds.
    public func receive(until count: Int = 1, milliseconds: Int32 = 10_000) -> FastCGIReply {
        var reply = FastCGIReply()
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while reply.endedRequests < count {
            var interest = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&interest, 1, milliseconds) > 0 else { return reply }
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else {
                reply.isClosed = true
                return reply
            }
            reply.append(chunk[..<count])
        }
        return reply
    }

    /// Whether the peer closes within this many milliseconds, sending nothing more.
    public func isClosed(within milliseconds: Int32 = 10_000) -> Bool {
        let reply = receive(milliseconds: milliseconds)
        return reply.isClosed && reply.records.isEmpty
    }

    /// Sends a whole request and reads its answer.
    public func get(_ variables: [(String, String)], body: [UInt8] = [], flags: UInt8 = 1) -> FastCGIReply {
        send(FastCGIRecord.request(variables, body: body, flags: flags))
        return receive()
    }
}
