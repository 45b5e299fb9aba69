// SPDX-License-Identifier: Apache-2.0

/// Where the three parts of a compact JWS (RFC 7515 §7.1) lie in its text.
struct CompactJWS {
    /// The most characters that a token may have; a longer one is refused before it is looked at.
    static let sizeLimit = 8192

    let header: Range<Int>
    let payload: Range<Int>
    let signature: Range<Int>

    init(_ text: Span<UInt8>) throws(TokenError) {
        guard text.count <= Self.sizeLimit else { throw .malformed("longer than 8 KiB") }
        guard let first = Self.dot(in: text, from: 0), let second = Self.dot(in: text, from: first + 1),
            Self.dot(in: text, from: second + 1) == nil
        else { throw .malformed("not three parts") }
        header = 0..<first
        payload = first + 1..<second
        signature = second + 1..<text.count
        guard !header.isEmpty, !payload.isEmpty, !signature.isEmpty else { throw .malformed("an empty part") }
    }

    private static func dot(in text: Span<UInt8>, from start: Int) -> Int? {
        for index in start..<text.count where text[index] == UInt8(ascii: ".") { return index }
        return nil
    }
}

/// The parts of a token, by the names that complaints give them.
enum Part: String {
    case header, payload, signature

    /// The bytes that the part's text spells.
    func bytes(_ text: Span<UInt8>) throws(TokenError) -> [UInt8] {
        do throws(Base64URLError) {
            return try Base64URL.decode(text)
        } catch {
            throw .malformed("the \(rawValue) is not base64url")
        }
    }

    /// The members of the JSON object that the part's bytes are.
    func members(_ bytes: [UInt8], maximumDepth: Int = 16) throws(TokenError) -> [JSON.Member] {
        let value: JSON
        do throws(JSONError) {
            value = try JSON(parsing: bytes, maximumDepth: maximumDepth)
        } catch {
            throw .malformed("the \(rawValue): \(error)")
        }
        guard case .object(let members) = value else { throw .malformed("the \(rawValue) is no object") }
        return members
    }
}
