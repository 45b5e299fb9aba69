// SPDX-License-Identifier: Apache-2.0

import Basics
import CGI

/// What a request is called: nginx's `$request_id` where it is passed on (REQUEST_ID), else a name of our own.
enum RequestID {
    static func of(_ environment: CGI.Environment) -> String {
        if let given = environment.bytes(of: "REQUEST_ID"), isPlain(given) {
            return String(decoding: given, as: UTF8.self)
        }
        let high = String(UInt64.random(in: .min ... .max), radix: 16)
        let low = String(UInt64.random(in: .min ... .max), radix: 16)
        return padded(high) + padded(low)
    }

    /// It goes into a header and into the log: nothing but letters, digits, `-` and `_`, and not many of them.
    private static func isPlain(_ id: ArraySlice<UInt8>) -> Bool {
        (1...64).contains(id.count) && id.allSatisfy { $0.isAlphanumeric(or: "-_") }
    }

    private static func padded(_ digits: String) -> String {
        String(repeating: "0", count: 16 - digits.count) + digits
    }
}
