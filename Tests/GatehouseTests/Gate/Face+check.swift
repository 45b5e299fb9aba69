// SPDX-License-Identifier: Apache-2.0

@testable import Gatehouse

extension Face {
    /// Asks as nginx does before it lets a request of that method and target through; `requirement` is nil where none
    /// is configured.
    func check(
        _ requirement: String?, token: String? = nil, _ method: String = "GET", _ target: String = "/guarded/",
        role: String = "RESPONDER", _ variables: [(String, String)] = []
    ) throws -> Answer {
        var all = [("FCGI_ROLE", role), ("REQUEST_URI", target)]
        if let requirement { all.append(("GATEHOUSE_REQUIRE", requirement)) }
        return try ask(method, "/gatehouse/check", token: token, all + variables)
    }
}

extension Answer {
    /// The fields that begin with this, in their order.
    func fields(_ prefix: String) -> [String] {
        response.headers.filter { $0.name.hasPrefix(prefix) }.map { "\($0.name): \($0.value)" }
    }

    /// How many bytes of a buffer the fields take.
    var size: Int { response.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 } }
}
