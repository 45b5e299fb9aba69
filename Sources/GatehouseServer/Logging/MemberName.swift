// SPDX-License-Identifier: Apache-2.0

import Bytes

/// The name of a line's member, as each form of a line spells it: those of requests are spelled once.
struct MemberName: Sendable {
    /// Before its value in words.
    let words: String

    /// Before its value in an object of JSON.
    let json: [UInt8]

    /// Ours are short, those of an application's statements may not be.
    init(_ name: String) {
        let limit = 64
        words = name.printable.clipped(to: limit) + "="
        var spelled = ByteWriter(capacity: limit)
        spelled.append(",\"")
        spelled.append(escaping: name, to: limit)
        spelled.append("\":")
        json = spelled.bytes()
    }
}

extension MemberName: ExpressibleByStringLiteral {
    init(stringLiteral name: String) {
        self.init(name)
    }
}
