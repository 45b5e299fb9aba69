// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Reads the one request of a connection; a thread has one for all of its connections.
struct SCGIReader {
    /// What a connection has to say.
    enum Beginning {
        /// Nothing yet, after all.
        case nothing
        /// Nothing: the peer has closed it.
        case silent
        /// A request, by its first bytes.
        case request
    }

    private let bodyLimit: Int
    private var buffer = [UInt8](repeating: 0, count: 16_384)
    private var filled = 0
    /// How many of the bytes have been understood.
    private var position = 0

    init(bodyLimit: Int) {
        self.bodyLimit = bodyLimit
    }

    /// Reads what is there of the next connection.
    mutating func begin(on descriptor: Int32) -> Beginning {
        (position, filled) = (0, 0)
        let count = receive(from: descriptor, Int32(MSG_DONTWAIT))
        return count > 0 ? .request : count < 0 && errno == EAGAIN ? .nothing : .silent
    }

    /// The request that has begun, waiting for the rest of it.
    ///
    /// - Throws: why there is none.
    mutating func request(from descriptor: Int32) throws(Server.Drop) -> SCGIRequest {
        let headers = try headers(from: descriptor)
        var request = SCGIRequest(environment: headers.environment, refusal: headers.refusal)
        if let length = bodyLength(headers) {
            request.body = body(of: length, from: descriptor)
            request.goesOn = position < filled
        }
        return request
    }

    /// How long the body is that is read; nil where it stays unread, whatever there is of it.
    ///
    /// Nobody waits for that of a request which is refused, nor for a check's: from 1.29.6 on nginx names the length of
    /// a body there that it does not send.
    private func bodyLength(_ headers: SCGIHeaders) -> Int? {
        guard headers.isWhole, let length = headers.contentLength else { return nil }
        let isWanted = headers.refusal == nil && !headers.environment.isCheck && length <= bodyLimit
        return isWanted || length == 0 ? length : nil
    }

    private mutating func headers(from descriptor: Int32) throws(Server.Drop) -> SCGIHeaders {
        while true {
            switch try netstring() {
            case .whole(let content):
                position = content.upperBound + 1
                return try headers(in: content, isWhole: true)
            case .long(let content):
                return try headers(in: content, isWhole: false)
            case .more:
                if filled == buffer.count { grow() }
                guard receive(from: descriptor) > 0 else { throw .cut }
            }
        }
    }

    private func netstring() throws(Server.Drop) -> Netstring {
        try buffer.withUnsafeBufferPointer { bytes throws(Server.Drop) in
            try Netstring(UnsafeBufferPointer(rebasing: bytes[..<filled]), limit: Environment.limit)
        }
    }

    private func headers(in content: Range<Int>, isWhole: Bool) throws(Server.Drop) -> SCGIHeaders {
        try buffer.withUnsafeBufferPointer { bytes throws(Server.Drop) in
            try SCGIHeaders(UnsafeBufferPointer(rebasing: bytes[content]), isWhole: isWhole)
        }
    }

    private mutating func body(of length: Int, from descriptor: Int32) -> ReceivedBody {
        var body = ReceivedBody()
        move(to: &body, length)
        while body.count < length {
            (position, filled) = (0, 0)
            guard receive(from: descriptor) > 0 else {
                body.isWhole = false
                break
            }
            move(to: &body, length)
        }
        return body
    }

    /// Gives the body what the buffer has of it.
    private mutating func move(to body: inout ReceivedBody, _ length: Int) {
        let end = min(filled, position + length - body.count)
        buffer.withUnsafeBytes { bytes in
            body.append(UnsafeRawBufferPointer(rebasing: bytes[position..<end]), limit: bodyLimit)
        }
        position = end
    }

    private mutating func receive(from descriptor: Int32, _ flags: Int32 = 0) -> Int {
        let count = buffer.withUnsafeMutableBytes { bytes in
            let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
            return recv(descriptor, rest.baseAddress, rest.count, flags)
        }
        filled += max(0, count)
        return count
    }

    private mutating func grow() {
        let size = min(buffer.count * 2, Netstring.reach(limit: Environment.limit))
        buffer.append(contentsOf: repeatElement(0, count: size - buffer.count))
    }
}
