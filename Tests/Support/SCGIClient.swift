// SPDX-License-Identifier: Apache-2.0

/// A connection to an SCGI server on a Unix socket, as a web server would have it, or a worse peer.
public final class SCGIClient: Sendable {
    /// What sends and receives.
    public let peer: Peer

    /// Connects.
    public init(path: String) throws {
        peer = try Peer(path: path)
    }

    /// Sends bytes, all of them or as many as are taken before the server closes; true when all were.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool { peer.send(bytes) }

    /// Says that nothing more will be sent; answers can still be read.
    public func finishSending() { peer.finishSending() }

    /// Reads until the connection ends, or nothing has come for this many milliseconds.
    public func receive(milliseconds: Int32 = 10_000) -> SCGIReply {
        var reply = SCGIReply()
        while true {
            switch peer.receive(within: milliseconds) {
            case .bytes(let bytes): reply.document += bytes
            case .nothing: return reply
            case .end:
                reply.isClosed = true
                return reply
            case .reset:
                (reply.isClosed, reply.isReset) = (true, true)
                return reply
            }
        }
    }

    /// Whether the server closes within this many milliseconds, sending nothing more.
    public func isClosed(within milliseconds: Int32 = 10_000) -> Bool {
        let reply = receive(milliseconds: milliseconds)
        return reply.isClosed && reply.document.isEmpty
    }

    /// Sends a whole request and reads its answer.
    public func get(_ variables: [(String, String)], body: [UInt8] = []) -> SCGIReply {
        send(SCGIMessage.request(variables, body: body))
        return receive()
    }
}

/// What an SCGI server sent.
public struct SCGIReply: CGIReply {
    /// The bytes of the document.
    public internal(set) var document: [UInt8] = []
    /// Whether the server closed the connection.
    public internal(set) var isClosed = false
    /// Whether the connection ended with a reset.
    public internal(set) var isReset = false

    /// Nothing yet.
    public init() {}
}
