// SPDX-License-Identifier: Apache-2.0

import Glibc

/// One HTTP/1.1 request on a descriptor, for a socket that systemd accepts on (`Accept=yes`).
struct HTTPExchange {
    /// The descriptor from which the request comes.
    let input: Int32

    /// The longest head of a request, in bytes; what is longer is answered 400.
    private static let longestHead = 8192

    /// How long to wait for more of the head, in milliseconds; the unit bounds the whole.
    private static let patience: Int32 = 5000

    /// The answer to the request.
    func answer(with status: PoolStatus) -> String {
        switch target {
        case "/metrics": Self.response("200 OK", "text/plain; version=0.0.4; charset=utf-8", status.metrics)
        case "/status":
            Self.response("200 OK", "application/json", String(decoding: status.json.serialized(), as: UTF8.self))
        case nil: Self.response("400 Bad Request", "text/plain", "Bad request\n")
        default: Self.response("404 Not Found", "text/plain", "There are /metrics and /status\n")
        }
    }

    /// The path of a GET (RFC 9112 §3); nil where the request is another, or none.
    private var target: Substring? {
        guard let head else { return nil }
        let words = head.prefix { $0 != "\r\n" && $0 != "\n" }.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[0] == "GET", words[2].hasPrefix("HTTP/1.") else { return nil }
        return words[1].prefix { $0 != "?" }
    }

    /// What comes until the empty line.
    private var head: String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1024)
        while bytes.count < Self.longestHead {
            var ready = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, Self.patience) == 1 else { return nil }
            let count = read(input, &buffer, buffer.count)
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
            let text = String(decoding: bytes, as: UTF8.self)
            if text.hasSuffix("\r\n\r\n") || text.hasSuffix("\n\n") { return text }
        }
        return nil
    }

    private static func response(_ status: String, _ type: String, _ body: String) -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Cache-Control: no-store\r\nConnection: close\r\n\r\n\(body)"
    }
}
