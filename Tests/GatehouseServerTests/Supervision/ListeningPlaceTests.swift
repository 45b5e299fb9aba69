// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GatehouseServer

@Suite("A place to listen")
struct ListeningPlaceTests {
    static let places: [(text: String, place: ListeningPlace?)] = [
        ("unix:/run/gatehouse.sock", .path("/run/gatehouse.sock")),
        ("unix:a:b", .path("a:b")),
        ("fd:3", .descriptor(3)),
        ("fd:-1", nil), ("fd:", nil), ("unix:", nil), ("/run/gatehouse.sock", nil), ("tcp:80", nil), ("", nil),
    ]

    @Test("is a path or the number of a descriptor", arguments: places)
    func reading(_ text: String, _ place: ListeningPlace?) {
        #expect(ListeningPlace(text) == place)
    }
}
