// SPDX-License-Identifier: Apache-2.0

/// Requests of SCGI as bytes; well-formed unless a test asks otherwise.
public enum SCGIMessage {
    /// A whole request, with the headers that make it SCGI: nginx sends CONTENT_LENGTH by itself, and first.
    public static func request(_ variables: [(String, String)], body: [UInt8] = []) -> [UInt8] {
        var others = variables
        let index = others.firstIndex { $0.0 == "CONTENT_LENGTH" }
        let length = index.map { others.remove(at: $0).1 } ?? ""
        return headers([("CONTENT_LENGTH", length.isEmpty ? "\(body.count)" : length), ("SCGI", "1")] + others) + body
    }

    /// Exactly these headers, in their netstring.
    public static func headers(_ headers: [(String, String)]) -> [UInt8] {
        netstring(headers.flatMap { strings($0.0, $0.1) })
    }

    /// Strings, a NUL after each.
    public static func strings(_ strings: String...) -> [UInt8] {
        strings.flatMap { Array($0.utf8) + [0] }
    }

    /// A netstring; `length` and `end` are what stands before and behind its content.
    public static func netstring(_ content: [UInt8], length: String? = nil, end: String = ",") -> [UInt8] {
        Array("\(length ?? "\(content.count)"):".utf8) + content + Array(end.utf8)
    }
}
