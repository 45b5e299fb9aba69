// SPDX-License-Identifier: Apache-2.0

/// Why a text is not base64url.
public enum Base64URLError: Error, Sendable, Equatable {
    /// A character stands in the text that the alphabet does not have; padding counts as one (RFC 7515 §2).
    case invalidCharacter
    /// No number of bytes is written with so many characters.
    case invalidLength
    /// The last character carries bits that belong to no byte, so another spelling of the same bytes exists.
    case notCanonical
}

/// Base64url without padding (RFC 4648 §5, RFC 7515 §2), where every run of bytes has exactly one spelling.
///
/// A laxer reading gives a signature four spellings, and whoever remembers tokens by their text can be dodged.
public enum Base64URL {
    /// The only spelling of `bytes`.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: text(of: Array(bytes)), as: UTF8.self)
    }

    /// The bytes of which `text` is the spelling.
    ///
    /// - Throws: ``Base64URLError`` for whatever ``encode(_:)`` would not have written.
    public static func decode(_ text: some Collection<UInt8>) throws(Base64URLError) -> [UInt8] {
        let text = Array(text)
        return try decode(text.span)
    }

    static func decode(_ text: Span<UInt8>) throws(Base64URLError) -> [UInt8] {
        let rest = text.count % 4
        guard rest != 1 else { throw .invalidLength }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3 + max(rest - 1, 0))
        var seen: UInt32 = 0
        for start in stride(from: 0, to: text.count - rest, by: 4) {
            let bits = group(of: 4, in: text, from: start, &seen)
            bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
            bytes.append(UInt8(truncatingIfNeeded: bits))
        }
        let bits = group(of: rest, in: text, from: text.count - rest, &seen)
        guard seen < 64 else { throw .invalidCharacter }
        try append(bits, of: rest, to: &bytes)
        return bytes
    }

    static func text(of bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        let rest = bytes.count % 3
        for start in stride(from: 0, to: bytes.count - rest, by: 3) {
            let bits = UInt32(bytes[start]) << 16 | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2])
            text.append(character(bits >> 18))
            text.append(character(bits >> 12))
            text.append(character(bits >> 6))
            text.append(character(bits))
        }
        let last = bytes.count - rest
        if rest > 0 {
            let bits = UInt32(bytes[last]) << 16 | (rest == 2 ? UInt32(bytes[last + 1]) << 8 : 0)
            text.append(character(bits >> 18))
            text.append(character(bits >> 12))
            if rest == 2 { text.append(character(bits >> 6)) }
        }
        return text
    }

    /// The bits of `count` characters, in the upper part of 24; `seen` gathers every value, so that one comparison
    /// at the end tells whether a foreign character was among them.
    private static func group(of count: Int, in text: Span<UInt8>, from start: Int, _ seen: inout UInt32) -> UInt32 {
        var bits: UInt32 = 0
        for offset in 0..<count {
            let value = value(of: text[start + offset])
            seen |= value
            bits |= value << UInt32(18 - 6 * offset)
        }
        return bits
    }

    /// The one or two bytes that are left after the last whole group.
    private static func append(_ bits: UInt32, of rest: Int, to bytes: inout [UInt8]) throws(Base64URLError) {
        guard rest > 0 else { return }
        bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
        if rest == 3 { bytes.append(UInt8(truncatingIfNeeded: bits >> 8)) }
        guard bits & (rest == 2 ? 0xFFFF : 0xFF) == 0 else { throw .notCanonical }
    }

    private static func value(of character: UInt8) -> UInt32 {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) + 4
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: 64
        }
    }

    private static func character(_ bits: UInt32) -> UInt8 {
        let value = UInt8(truncatingIfNeeded: bits & 63)
        return switch value {
        case 0..<26: value + UInt8(ascii: "A")
        case 26..<52: value - 26 + UInt8(ascii: "a")
        case 52..<62: value - 52 + UInt8(ascii: "0")
        case 62: UInt8(ascii: "-")
        default: UInt8(ascii: "_")
        }
    }
}
