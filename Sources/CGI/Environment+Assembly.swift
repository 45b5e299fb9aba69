// SPDX-License-Identifier: Apache-2.0

extension Environment {
    /// Puts an environment together, variable by variable, under the one rule for names that come twice.
    ///
    /// Both wires use it, so that a request means the same whichever brought it.
    struct Assembly {
        private var bytes: [UInt8]
        private var places: [Place] = []
        private var slots = Slots()
        private var size = 0
        private var repeated: Variable.Mask = 0

        /// An assembly that copies what is appended to it.
        init() {
            bytes = []
            bytes.reserveCapacity(2_048)
            places.reserveCapacity(40)
        }

        /// An assembly of variables that lie in `bytes`, in which each is pointed out.
        init(in bytes: [UInt8]) {
            self.bytes = bytes
            places.reserveCapacity(40)
        }

        /// Adds the variable that comes next on the wire.
        mutating func append(name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>) {
            guard hasRoom(for: name.count + value.count) else { return }
            let place = Place(from: bytes.count, name: name.count, value: value.count)
            bytes.append(contentsOf: name)
            bytes.append(contentsOf: value)
            note(Variable(name), place)
        }

        /// Points out the variable that comes next on the wire, and which it is if it has a slot.
        mutating func add(_ variable: Variable?, at place: Place) {
            if hasRoom(for: place.count) { note(variable, place) }
        }

        /// The environment, and why a request that has it is refused, if it is.
        consuming func finish() -> (Environment, Refusal?) {
            if repeated & Variable.cookie.mask != 0 { joinCookies() }
            return (Environment(bytes: bytes, places: places, slots: slots), refusal)
        }

        private mutating func hasRoom(for count: Int) -> Bool {
            size += count
            return size <= Environment.limit
        }

        private mutating func note(_ variable: Variable?, _ place: Place) {
            if let variable {
                if slots[variable] == nil { slots[variable] = places.count } else { repeated |= variable.mask }
            }
            places.append(place)
        }

        private var refusal: Refusal? {
            if size > Environment.limit { return .environmentTooLarge }
            var counting = repeated & Variable.decisive
            // nginx sends CONTENT_LENGTH twice where the location of a check empties it.
            if slots[.gatehouseRequire] != nil { counting &= ~Variable.contentLength.mask }
            guard let variable = Variable(rawValue: counting.trailingZeroBitCount) else { return nil }
            return .repeated(variable: "\(variable.name)")
        }

        /// HTTP/2 clients may split a cookie header; RFC 9113 §8.2.3 says how it is put together again.
        private mutating func joinCookies() {
            guard let first = slots[.cookie] else { return }
            let start = bytes.count
            let name = Array(bytes[places[first].name])
            bytes.append(contentsOf: name)
            for place in places[first...] where isCookie(place) {
                if bytes.count > start + name.count { bytes.append(contentsOf: "; ".utf8) }
                bytes.append(contentsOf: Array(bytes[place.value]))
            }
            places[first] = Place(from: start, name: name.count, value: bytes.count - start - name.count)
        }

        private func isCookie(_ place: Place) -> Bool {
            bytes.withUnsafeBufferPointer { Variable(place.name(in: $0)) == .cookie }
        }
    }
}
