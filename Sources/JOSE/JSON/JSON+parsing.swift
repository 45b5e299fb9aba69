// SPDX-License-Identifier: Apache-2.0

extension JSON {
    /// The nesting that no caller can exceed, so that no document exhausts the stack of a thread.
    static let depthLimit = 128

    /// The value that `bytes` spell, read strictly by RFC 8259.
    ///
    /// Refused is whatever two readers could understand differently: a byte-order mark, bytes that are not UTF-8, a
    /// lone surrogate, a member that comes twice (also in an escaped spelling, or in another Unicode normal form),
    /// anything after the value, and numbers too large for a `Double`.
    ///
    /// - Parameters:
    ///   - bytes: The document.
    ///   - maximumDepth: How many lists and objects may lie in one another, 128 at most.
    /// - Throws: ``JSONError``.
    public init(parsing bytes: some Collection<UInt8>, maximumDepth: Int = 16) throws(JSONError) {
        var reader = JSONReader(Array(bytes), maximumDepth: min(maximumDepth, Self.depthLimit))
        self = try reader.document()
    }
}

/// A reader that walks the bytes of one document once; the strings and numbers of its grammar have a file each.
struct JSONReader {
    let bytes: [UInt8]
    var position = 0
    private var depthLeft: Int

    init(_ bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        depthLeft = maximumDepth
    }

    mutating func document() throws(JSONError) -> JSON {
        skipWhitespace()
        let value = try value()
        skipWhitespace()
        guard position == bytes.count else { throw error(.trailingBytes) }
        return value
    }

    private mutating func value() throws(JSONError) -> JSON {
        switch try peek() {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try nested { reader throws(JSONError) in try reader.object() })
        case UInt8(ascii: "["): return .array(try nested { reader throws(JSONError) in try reader.array() })
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func nested<T>(_ read: (inout Self) throws(JSONError) -> T) throws(JSONError) -> T {
        guard depthLeft > 0 else { throw error(.tooDeep) }
        depthLeft -= 1
        position += 1
        let value = try read(&self)
        depthLeft += 1
        return value
    }

    private mutating func array() throws(JSONError) -> [JSON] {
        var elements: [JSON] = []
        skipWhitespace()
        if try skip(UInt8(ascii: "]")) { return elements }
        while true {
            skipWhitespace()
            elements.append(try value())
            skipWhitespace()
            if try skip(UInt8(ascii: "]")) { return elements }
            try expect(UInt8(ascii: ","))
        }
    }

    private mutating func object() throws(JSONError) -> [JSON.Member] {
        var members: [JSON.Member] = []
        var names = MemberNames()
        skipWhitespace()
        if try skip(UInt8(ascii: "}")) { return members }
        while true {
            skipWhitespace()
            members.append(try member(after: members, &names))
            skipWhitespace()
            if try skip(UInt8(ascii: "}")) { return members }
            try expect(UInt8(ascii: ","))
        }
    }

    private mutating func member(
        after members: [JSON.Member], _ names: inout MemberNames
    ) throws(JSONError) -> JSON.Member {
        guard try peek() == UInt8(ascii: "\"") else { throw error(.unexpectedByte) }
        let start = position
        let name = try string()
        guard names.add(name, to: members) else { throw JSONError(reason: .duplicateMember, offset: start) }
        skipWhitespace()
        try expect(UInt8(ascii: ":"))
        skipWhitespace()
        return JSON.Member(name, try value())
    }

    private mutating func literal(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for offset in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[offset]) }
        return value
    }
}

/// The names that an object has had so far, compared as Swift compares strings: by canonical equivalence, which
/// holds wherever the scalars are the same and also refuses two spellings that look alike.
private struct MemberNames {
    private var seen: Set<String> = []

    /// Takes `name` in beside `members`; false where one of them has it.
    mutating func add(_ name: String, to members: [JSON.Member]) -> Bool {
        if members.count < 16 { return !members.contains { $0.name == name } }
        // A scan of many members for each would make an object's cost the square of its size.
        if seen.isEmpty { seen = Set(members.map(\.name)) }
        return seen.insert(name).inserted
    }
}

extension JSONReader {
    func error(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: position) }

    func peek() throws(JSONError) -> UInt8 {
        guard position < bytes.count else { throw error(.unexpectedEnd) }
        return bytes[position]
    }

    mutating func skip(_ byte: UInt8) throws(JSONError) -> Bool {
        guard try peek() == byte else { return false }
        position += 1
        return true
    }

    mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard try skip(byte) else { throw error(.unexpectedByte) }
    }

    /// The four characters of RFC 8259 §2, and no other that Unicode calls a space.
    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }
}
