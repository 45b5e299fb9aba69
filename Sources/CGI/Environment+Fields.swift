// SPDX-License-Identifier: Apache-2.0

import Basics

extension Environment {
    /// Where the value of a header field lies, nil when it was not sent (RFC 3875 §4.1.18).
    ///
    /// The name is that of the field, without regard to case: `User-Agent` is HTTP_USER_AGENT. CONTENT_TYPE and
    /// CONTENT_LENGTH come without the prefix, and what comes with it is somebody else's.
    func place(ofField name: String) -> Place? {
        var name = name
        return name.withUTF8 { field in
            let isContent = field.isField(of: Self.contentType.bytes) || field.isField(of: Self.contentLength.bytes)
            return place { isContent ? field.isField(of: $0) : field.isField(prefixed: $0) }
        }
    }

    private static let contentType: StaticString = "CONTENT_TYPE"
    private static let contentLength: StaticString = "CONTENT_LENGTH"
}

extension UnsafeBufferPointer<UInt8> {
    private static let prefix: StaticString = "HTTP_"

    /// Whether the field of this name comes as the variable of that name.
    fileprivate func isField(prefixed variable: UnsafeBufferPointer<UInt8>) -> Bool {
        let size = Self.prefix.utf8CodeUnitCount
        guard variable.count == size + count else { return false }
        return UnsafeBufferPointer(rebasing: variable[..<size]).isSpelled(Self.prefix)
            && isField(of: UnsafeBufferPointer(rebasing: variable[size...]))
    }

    fileprivate func isField(of variable: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == variable.count else { return false }
        for index in indices where Self.letter(self[index]) != variable[index] { return false }
        return true
    }

    private static func letter(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
        case UInt8(ascii: "-"): UInt8(ascii: "_")
        default: byte
        }
    }
}
