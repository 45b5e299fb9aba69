// SPDX-License-Identifier: Apache-2.0

/// Who asks: the address that nginx has seen and what the client calls itself.
public struct Client: Sendable, Equatable {
    /// `REMOTE_ADDR`, in full.
    public let address: String

    /// The User-Agent field, cut to 256 bytes at a character's end, where there is one.
    public let userAgent: String?

    /// What the request is called in the log.
    public let requestID: String?

    /// Makes a client from what the request says.
    public init(address: String, userAgent: String? = nil, requestID: String? = nil) {
        self.address = address
        self.requestID = requestID
        self.userAgent = userAgent.map { Self.cut($0, to: 256) }
    }

    private static func cut(_ text: String, to bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: bytes)
        while end > text.startIndex, String.Index(end, within: text) == nil { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }
}
