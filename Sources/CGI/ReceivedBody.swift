// SPDX-License-Identifier: Apache-2.0

/// The body of a request as it was received: what was kept of it and how it ended.
struct ReceivedBody {
    /// The bytes kept: all of them, or none once there were more than the limit.
    var bytes: [UInt8] = []
    /// How many bytes came.
    var count = 0
    /// Whether it came to its end, rather than breaking off.
    var isWhole = true
    /// Whether there was more of it than is ever kept.
    var isTooLarge = false

    /// Takes in the bytes that came next, as long as all of them together fit.
    mutating func append(_ more: UnsafeRawBufferPointer, limit: Int) {
        count += more.count
        isTooLarge = count > limit
        if isTooLarge { bytes = [] } else { bytes.append(contentsOf: more) }
    }
}

extension Request {
    /// The request of an environment and what arrived as its body, on either wire.
    ///
    /// - Throws: the reason why it is none.
    init(environment: Environment, received body: consuming ReceivedBody, limit: Int) throws(Refusal) {
        guard body.isWhole else { throw .incomplete }
        guard environment.bytes(of: .requestMethod)?.isEmpty == false else {
            throw .missing(variable: "REQUEST_METHOD")
        }
        if !environment.isCheck {
            let declared = environment.bytes(of: .contentLength) ?? []
            if body.isTooLarge { throw .bodyTooLarge(limit: limit) }
            guard let length = Self.length(declared) else { throw .lengthMismatch }
            if length > limit { throw .bodyTooLarge(limit: limit) }
            guard length == body.count else { throw .lengthMismatch }
        }
        self.init(environment: environment, body: body.bytes)
    }

    /// CONTENT_LENGTH as RFC 3875 §4.1.2 has it: digits alone, or empty when there is no body.
    static func length(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.count <= 18 else { return nil }
        var length = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            length = length * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return length
    }
}
