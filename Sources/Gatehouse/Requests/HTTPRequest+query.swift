// SPDX-License-Identifier: Apache-2.0

extension HTTPRequest {
    /// The first value of that name in the query, decoded as a form field is (`+` is a space); nil where there is none
    /// or where its percent-encoding is no UTF-8.
    public func query(_ name: String) -> String? { Self.value(of: name, in: cgi.query) }

    /// The first value of that name in the body, where that is an urlencoded form.
    func form(_ name: String) -> String? {
        let type = header("Content-Type")?.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard type == "application/x-www-form-urlencoded" else { return nil }
        return String(validating: body, as: UTF8.self).flatMap { Self.value(of: name, in: $0) }
    }

    /// The first value of that name in the query; nil where it did not come.
    ///
    /// - Throws: `problem` where its percent-encoding is no UTF-8: what cannot be read is not taken for left out.
    func query(_ name: String, or problem: Problem) throws(Problem) -> String? {
        guard let encoded = Self.encodedValue(of: name, in: cgi.query) else { return nil }
        guard let value = Self.decoded(encoded) else { throw problem }
        return value
    }

    private static func value(of name: String, in text: String) -> String? {
        encodedValue(of: name, in: text).flatMap(decoded)
    }

    private static func encodedValue(of name: String, in text: String) -> Substring? {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if decoded(parts[0]) == name { return parts.count == 2 ? parts[1] : "" }
        }
        return nil
    }

    /// The first value of that name in the query as a number of that range; nil where it did not come.
    ///
    /// - Throws: `problem` where it is no such number, or is spelled with anything but digits.
    func number(
        _ name: String, in range: ClosedRange<Int64>, or problem: Problem
    ) throws(Problem) -> Int64? {
        guard let text = try query(name, or: problem) else { return nil }
        let isPlain = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isPlain, let number = Int64(text), range.contains(number) else { throw problem }
        return number
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let escaped = Self.octet(rest.prefix(2)) else { return nil }
                bytes.append(escaped)
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The octet that two hexadecimal digits stand for; `+` and `-` are none, though `UInt8(_:radix:)` takes them.
    private static func octet(_ digits: Substring.UTF8View.SubSequence) -> UInt8? {
        guard digits.count == 2, let text = String(digits), text.allSatisfy(\.isHexDigit) else { return nil }
        return UInt8(text, radix: 16)
    }
}
