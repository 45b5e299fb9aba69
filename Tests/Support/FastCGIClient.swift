// SPDX-License-Identifier: Apache-2.0

/// A connection to a FastCGI server on a Unix socket, as a web server would have it, or a worse peer.
public final class FastCGIClient: Sendable {
    /// What sends and receives.
    public let peer: Peer

    /// Connects.
    public init(path: String) throws {
        peer = try Peer(path: path)
    }

    /// Sends bytes, all of them or as many as are taken before the peer closes; true when all were.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool { peer.send(bytes) }

    /// Says that nothing more will be sent; answers can still be read.
    public func finishSending() { peer.finishSending() }

    /// Reads until so many requests have ended, the connection has, or nothing has come for this many milliseconds.
    public func receive(until count: Int = 1, milliseconds: Int32 = 10_000) -> FastCGIReply {
        var reply = FastCGIReply()
        while reply.endedRequests < count {
            switch peer.receive(within: milliseconds) {
            case .bytes(let bytes): reply.append(bytes[...])
            case .nothing: return reply
            case .end, .reset:
                reply.isClosed = true
                return reply
            }
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
