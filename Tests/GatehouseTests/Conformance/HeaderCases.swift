// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Gatehouse

/// HD: the token in a header.
enum HeaderCases {
    static let all: [String: [Run]] = [
        "HD1": [otherSchemes], "HD2": [trailingComma], "HD3": [otherName], "HD4": [otherType], "HD5": [nothing],
        "HD6": [noToken], "HD7": [messageKey],
    ]

    private static func otherSchemes() throws {
        let bench = try Bench()
        let token = try bench.token()
        try bench.get("/protected", field: "Basic basiccreds").expect(401, "token_required")
        for field in ["Bearer \(token)", "Bearer \(token), Basic creds", "Basic creds, Bearer \(token)"] {
            try bench.get("/protected", field: field).expect(200)
        }
    }

    private static func trailingComma() throws {
        let bench = try Bench()
        try bench.get("/protected", field: "Bearer \(bench.token()),   ").expect(200)
    }

    private static func otherName() throws {
        let bench = try Bench { $0.headerName = "Foo" }
        let token = try bench.token()
        try bench.get("/protected", token).expect(401, "token_required")
        for field in ["Bearer \(token)", "Bearer \(token), Basic x", "Basic x, Bearer \(token)"] {
            try bench.get("/protected", nil, [("HTTP_FOO", field)]).expect(200)
        }
    }

    private static func otherType() throws {
        let bench = try Bench { $0.headerType = "JWT" }
        let token = try bench.token()
        try bench.get("/protected", token).expect(401, "token_required")
        for field in ["JWT \(token)", "JWT \(token), Basic x", "Basic x, JWT \(token)"] {
            try bench.get("/protected", field: field).expect(200)
        }
        let bare = try Bench { $0.headerType = "" }
        try bare.get("/protected", field: bare.token()).expect(200)
        try bare.get("/protected", bare.token()).expect(401, "token_invalid")
    }

    private static func nothing() throws {
        try Bench().get("/protected").expect(401, "token_required")
        try Bench(hooks: Bench.own("token_required", 201)).get("/protected").expectOwn(201, seen: false)
    }

    private static func noToken() throws {
        try Bench().get("/protected", field: "Bearer ").expect(401, "token_invalid")
    }

    private static func messageKey() throws {
        let answer = try Bench(settings: API.Settings(messageKey: "message")).get("/protected")
        #expect(answer.json == ["message": "Authorization token is required", "code": "token_required"])
    }
}
