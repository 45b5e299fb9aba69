// SPDX-License-Identifier: Apache-2.0

extension Environment {
    /// Where a variable lies in the buffer, its value right behind its name; three small numbers, since every request
    /// makes dozens of these.
    struct Place: Sendable {
        private let start: UInt32
        private let middle: UInt32
        private let end: UInt32

        /// A name and a value of so many bytes, from `start` on.
        init(from start: Int, name: Int, value: Int) {
            self.start = UInt32(truncatingIfNeeded: start)
            middle = UInt32(truncatingIfNeeded: start + name)
            end = UInt32(truncatingIfNeeded: start + name + value)
        }

        var name: Range<Int> { Int(start)..<Int(middle) }
        var value: Range<Int> { Int(middle)..<Int(end) }

        /// The name, which lies in `bytes`.
        func name(in bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(start: bytes.baseAddress.map { $0 + Int(start) }, count: Int(middle &- start))
        }

        /// The value, which lies in `bytes`.
        func value(in bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(start: bytes.baseAddress.map { $0 + Int(middle) }, count: Int(end &- middle))
        }

        /// How many bytes both have together.
        var count: Int { Int(end &- start) }
    }
}
