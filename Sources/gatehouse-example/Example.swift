// SPDX-License-Identifier: Apache-2.0

import Gatehouse
import GatehouseServer

/// An application with two routes of its own; everything else is the server's.
@main
struct Example: GatehouseApplication {
    static let name = "gatehouse-example"

    static func routes(_ authority: Authority) -> [Route] {
        [
            // Who may come in stands beside the path, and the handler receives what was found out about them.
            Route(.get, "/items", .signedIn) { _, _ in
                .json(["items": ["widget", "gadget", "tool"]])
            },
            Route(.get, "/greeting", .optional) { _, grant in
                .json(["message": .string("Hello, \(grant?.user.name ?? "guest")!")])
            },
        ]
    }
}
