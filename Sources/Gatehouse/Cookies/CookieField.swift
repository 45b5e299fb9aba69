// SPDX-License-Identifier: Apache-2.0

/// The Cookie field (RFC 6265 §5.4), read for the names that are ours.
struct CookieField {
    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private let field: ArraySlice<UInt8>
    /// Where the values of ours lie, counted from the beginning of the field.
    private var values: [(name: String, place: Range<Int>)] = []

    /// The cookies of these names; others are passed over.
    ///
    /// Browsers send what a sibling host or another path has planted beside the right one and do not say which is
    /// which; and they match the prefix `__Host-` in any case. So each name, in whatever case, may come once.
    ///
    /// - Throws: ``AmbiguousCookie`` where a name comes twice, or in other letters.
    init(_ field: ArraySlice<UInt8>, names: [String]) throws(AmbiguousCookie) {
        self.field = field
        values = try field.withUnsafeBufferPointer { bytes throws(AmbiguousCookie) in
            var values: [(name: String, place: Range<Int>)] = []
            var start = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: UInt8(ascii: ";")) ?? bytes.count
                if let (name, key, value) = Self.cookie(in: bytes[start..<end], of: names) {
                    guard key.elementsEqual(name.utf8), !values.contains(where: { $0.name == name }) else {
                        throw AmbiguousCookie(name: name, spelling: String(decoding: key, as: UTF8.self))
                    }
                    values.append((name, value.indices))
                }
                start = end + 1
            }
            return values
        }
    }

    /// The cookie's value; nil where it did not come or is empty.
    func value(of name: String) -> String? {
        guard let place = values.first(where: { $0.name == name })?.place, !place.isEmpty else { return nil }
        return String(decoding: field.dropFirst(place.lowerBound).prefix(place.count), as: UTF8.self)
    }

    /// The parts of a cookie, where its name in whatever case is one of these.
    private static func cookie(in pair: Bytes, of names: [String]) -> (name: String, key: Bytes, value: Bytes)? {
        guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let key = trim(pair[..<equals])
        guard let name = names.first(where: { matches(key, $0) }) else { return nil }
        return (name, key, trim(pair[(equals + 1)...]))
    }

    private static func trim(_ text: Bytes) -> Bytes {
        var rest = text.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// The names of ours are ASCII.
    private static func matches(_ key: Bytes, _ name: String) -> Bool {
        key.count == name.utf8.count && zip(key, name.utf8).allSatisfy { lowercase($0) == lowercase($1) }
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }
}

/// A cookie of ours came twice, or under a name that a browser would take for ours.
struct AmbiguousCookie: Error, Equatable {
    /// The name that is ours.
    let name: String

    /// The name as it came.
    let spelling: String
}
