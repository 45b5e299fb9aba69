// SPDX-License-Identifier: Apache-2.0

extension Environment {
    /// The names that may not come twice.
    package static let decisiveNames = [
        "CONTENT_LENGTH", "SCGI", "REQUEST_METHOD", "REQUEST_URI", "DOCUMENT_URI", "SCRIPT_NAME", "PATH_INFO",
        "QUERY_STRING", "REMOTE_ADDR", "GATEHOUSE_REQUIRE", "HTTP_AUTHORIZATION",
    ]

    /// Puts an environment together, variable by variable, under the one rule for names that come twice.
    ///
    /// Both wires use it, so that a request means the same whichever brought it.
    struct Assembly {
        /// The names on which routing, framing, identity and access are decided.
        private static let decisive = Environment.decisiveNames.map { Array($0.utf8) }
        private static let contentLength = 0
        private static let gatehouseRequire = 9
        private static let cookie = Array("HTTP_COOKIE".utf8)

        private var bytes: [UInt8] = []
        private var places: [Place] = []
        private var size = 0
        private var seen: UInt16 = 0
        private var repeated: UInt16 = 0
        private var cookies: [Int] = []

        init() {
            bytes.reserveCapacity(2_048)
            places.reserveCapacity(40)
        }

        /// Adds the variable that comes next on the wire.
        mutating func append(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>) {
            size += name.count + value.count
            guard size <= Environment.limit else { return }
            note(name)
            let start = bytes.count
            bytes.append(contentsOf: name)
            let middle = bytes.count
            bytes.append(contentsOf: value)
            places.append(Place(name: start..<middle, value: middle..<bytes.count))
        }

        /// The environment, and why a request that has it is refused, if it is.
        consuming func finish() -> (Environment, Refusal?) {
            if cookies.count > 1 { joinCookies() }
            return (Environment(bytes: bytes, places: places), refusal)
        }

        private mutating func note(_ name: UnsafeBufferPointer<UInt8>) {
            for index in Self.decisive.indices where Self.decisive[index].isSpelled(name) {
                repeated |= seen & (1 << index)
                seen |= 1 << index
                return
            }
            if Self.cookie.isSpelled(name) { cookies.append(places.count) }
        }

        private var refusal: Refusal? {
            if size > Environment.limit { return .environmentTooLarge }
            var counting = repeated
            // nginx sends CONTENT_LENGTH twice where the location of a check empties it.
            if seen & (1 << Self.gatehouseRequire) != 0 { counting &= ~(1 << Self.contentLength) }
            guard counting != 0 else { return nil }
            return .repeated(variable: String(decoding: Self.decisive[counting.trailingZeroBitCount], as: UTF8.self))
        }

        /// HTTP/2 clients may split a cookie header; RFC 9113 §8.2.3 says how it is put together again.
        private mutating func joinCookies() {
            let start = bytes.count
            for (position, index) in cookies.enumerated() {
                if position > 0 { bytes.append(contentsOf: "; ".utf8) }
                bytes.append(contentsOf: Array(bytes[places[index].value]))
            }
            places[cookies[0]].value = start..<bytes.count
        }
    }
}

extension [UInt8] {
    fileprivate func isSpelled(_ other: UnsafeBufferPointer<UInt8>) -> Bool {
        count == other.count && withUnsafeBufferPointer { $0.isSpelled(other) }
    }
}
