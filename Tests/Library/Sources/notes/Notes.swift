// SPDX-License-Identifier: Apache-2.0

import Gatehouse
import GatehouseServer
import Synchronization

struct Note: Codable {
    var text: String
}

/// Notes that a user has as long as the worker lives; everything else is the server's.
@main
struct Notes: GatehouseApplication {
    static let name = "notes"
    private static let notes = Mutex<[User.ID: [Note]]>([:])

    static func routes(_ authority: Authority) -> [Route] {
        [
            Route(.get, "/notes", .signedIn) { _, grant in
                try .json(encoding: notes.withLock { $0[grant.user.id] ?? [] })
            },
            Route(.post, "/notes", .signedIn) { request, grant in
                let note: Note = try request.json()
                notes.withLock { $0[grant.user.id, default: []].append(note) }
                return try .json(encoding: note, status: 201)
            },
            Route(.delete, "/notes", .fresh(within: .seconds(300))) { _, grant in
                notes.withLock { $0[grant.user.id] = nil }
                return Response(status: 204)
            },
            Route(.get, "/notes/count", .permission("notes:count")) { _, grant in
                try .json(encoding: ["count": notes.withLock { $0.values.map(\.count).reduce(0, +) }])
            },
            Route(.get, "/session", .optional) { _, grant in
                guard let grant else { return try .json(encoding: ["name": "guest"]) }
                let roles = grant.user.roles.map { JSON.string($0) }
                return .json(["roles": .array(roles), "type": grant.claims["type"] ?? .null])
            },
        ]
    }
}
