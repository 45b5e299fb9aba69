// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not the JSON that is accepted here, and where.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: String, Sendable {
        /// The document ends in the middle of a value.
        case unexpectedEnd = "the document ends too early"
        /// A byte stands where the grammar has none like it.
        case unexpectedByte = "unexpected byte"
        /// A string holds a control character that is not escaped.
        case controlCharacter = "unescaped control character"
        /// A string is not UTF-8.
        case notUTF8 = "not UTF-8"
        /// A backslash introduces no escape of JSON.
        case invalidEscape = "invalid escape"
        /// Half of a surrogate pair stands alone.
        case loneSurrogate = "lone surrogate"
        /// An object names a member twice, be it in another spelling or normal form.
        case duplicateMember = "duplicate member"
        /// Lists and objects lie in one another deeper than is allowed.
        case tooDeep = "nested too deep"
        /// No 64-bit floating-point number is as large.
        case numberOutOfRange = "number out of range"
        /// Something follows the value.
        case trailingBytes = "bytes after the value"
    }

    /// What is wrong.
    public let reason: Reason

    /// The offset of the byte at which it was seen.
    public let offset: Int

    /// The reason and the offset, in words.
    public var description: String { "\(reason.rawValue) at byte \(offset)" }
}
