// SPDX-License-Identifier: Apache-2.0

/// Records of FastCGI Specification 1.0 §3.3, as bytes; well-formed unless a test asks otherwise.
public enum FastCGIRecord {
    /// One record.
    public static func bytes(
        type: UInt8, id: UInt16 = 1, _ content: [UInt8] = [], version: UInt8 = 1, padding: UInt8 = 0,
        reserved: UInt8 = 0, claimedLength: Int? = nil
    ) -> [UInt8] {
        let length = UInt16(claimedLength ?? content.count)
        return [
            version, type, UInt8(id >> 8), UInt8(id & 0xff), UInt8(length >> 8), UInt8(length & 0xff), padding,
            reserved,
        ] + content + [UInt8](repeating: 0, count: Int(padding))
    }

    /// BEGIN_REQUEST of a responder that keeps the connection.
    public static func begin(id: UInt16 = 1, role: UInt16 = 1, flags: UInt8 = 1) -> [UInt8] {
        bytes(type: 1, id: id, [UInt8(role >> 8), UInt8(role & 0xff), flags, 0, 0, 0, 0, 0])
    }

    /// The parameters, and the empty record that ends them.
    public static func parameters(_ variables: [(String, String)], id: UInt16 = 1) -> [UInt8] {
        stream(type: 4, id: id, variables.flatMap { pair($0.0, $0.1) })
    }

    /// The body, and the empty record that ends it.
    public static func body(_ content: [UInt8] = [], id: UInt16 = 1) -> [UInt8] {
        stream(type: 5, id: id, content)
    }

    /// A whole request.
    public static func request(_ variables: [(String, String)], body: [UInt8] = [], id: UInt16 = 1, flags: UInt8 = 1)
        -> [UInt8]
    {
        begin(id: id, flags: flags) + parameters(variables, id: id) + self.body(body, id: id)
    }

    /// A name-value pair with lengths of one byte below 128, else of four.
    public static func pair(_ name: String, _ value: String) -> [UInt8] {
        length(name.utf8.count) + length(value.utf8.count) + Array(name.utf8) + Array(value.utf8)
    }

    /// A length of four bytes, whatever it is.
    public static func longLength(_ length: UInt32) -> [UInt8] {
        [UInt8(length >> 24) | 0x80, UInt8(length >> 16 & 0xff), UInt8(length >> 8 & 0xff), UInt8(length & 0xff)]
    }

    private static func length(_ length: Int) -> [UInt8] {
        length < 128 ? [UInt8(length)] : longLength(UInt32(length))
    }

    private static func stream(type: UInt8, id: UInt16, _ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = content[...]
        while !rest.isEmpty {
            bytes += self.bytes(type: type, id: id, Array(rest.prefix(65_535)))
            rest = rest.dropFirst(65_535)
        }
        return bytes + self.bytes(type: type, id: id)
    }
}
