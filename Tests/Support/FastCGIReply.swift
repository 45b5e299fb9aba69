// SPDX-License-Identifier: Apache-2.0

/// What a FastCGI server sent, record by record, and the CGI document in its STDOUT.
public struct FastCGIReply: CGIReply {
    /// A record as it arrived.
    public struct Record: Sendable {
        /// Its type.
        public let type: UInt8
        /// The request it belongs to.
        public let id: UInt16
        /// Its content, without padding.
        public let content: [UInt8]
    }

    /// The records, in order.
    public private(set) var records: [Record] = []
    /// Whether the server closed the connection before the end of the request.
    public internal(set) var isClosed = false
    private var unread: [UInt8] = []

    init() {}

    /// Whether END_REQUEST came with the status REQUEST_COMPLETE.
    public var isEnded: Bool { endedRequests > 0 }

    /// How many END_REQUESTs came with the status REQUEST_COMPLETE.
    public var endedRequests: Int {
        records.count { $0.type == 3 && $0.content.count == 8 && $0.content[4] == 0 }
    }

    /// The contents of all STDOUT records.
    public var document: [UInt8] { records.filter { $0.type == 6 }.flatMap(\.content) }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        unread += bytes
        while unread.count >= 8 {
            let length = Int(unread[4]) << 8 | Int(unread[5])
            let end = 8 + length + Int(unread[6])
            guard unread.count >= end else { return }
            let id = UInt16(unread[2]) << 8 | UInt16(unread[3])
            records.append(Record(type: unread[1], id: id, content: Array(unread[8..<8 + length])))
            unread.removeFirst(end)
        }
    }
}
