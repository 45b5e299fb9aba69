// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Gatehouse

/// ML: several places.
enum LocationCases {
    static let all: [String: [Run]] = [
        "ML1": [{ try everywhere("headers") { try $0.get($1, $0.token()) } }],
        "ML2": [{ try everywhere("cookies") { try cookie($0, $0.token(), path: $1) } }],
        "ML3": [{ try everywhere("query_string") { try $0.face.ask("GET", $1, query: "jwt=\($0.token())") } }],
        "ML4": [
            {
                try everywhere("json") {
                    try $0.face.ask("POST", $1, json: #"{"access_token":"\#($0.token())"}"#)
                }
            }
        ],
        "ML5": [{ try nothing([.cookies, .headers]) }, { try nothing([.json, .queryString]) }],
        "ML6": [{ try second([.cookies, .headers]) }, { try second([.headers, .cookies]) }],
        "ML7": [{ try damaged([.cookies, .headers], 200) }, { try damaged([.headers, .cookies], 401) }],
    ]

    private static func cookie(_ bench: Bench, _ token: String, header: String? = nil, path: String = "/protected")
        throws -> Answer
    {
        try bench.get(path, header, [("HTTP_COOKIE", "__Host-access_token_cookie=\(token)")])
    }

    private static func everywhere(_ location: String, _ ask: (Bench, String) throws -> Answer) throws {
        let answer = try ask(Bench([.headers, .cookies, .queryString, .json]), "/protected")
        answer.expect(200)
        #expect(answer.json?["location"]?.string == location)
        // The same list for one route alone, where the application's is another.
        let own = try Bench([.cookies]) { _ in
        } routes: { _ in
            [Method.get, .post].map { method in
                Route(method, "/own", .located(.signedIn.from(.headers, .cookies, .queryString, .json))) {
                    _, admission in
                    .json(["location": .string(admission.location?.rawValue ?? "")])
                }
            }
        }
        #expect(try ask(own, "/own").json?["location"]?.string == location)
    }

    private static func nothing(_ locations: [TokenLocation]) throws {
        try Bench(locations).get("/protected").expect(401, "token_required")
    }

    private static func second(_ locations: [TokenLocation]) throws {
        let bench = try Bench(locations)
        let answer = try cookie(bench, bench.token())
        answer.expect(200)
        #expect(answer.json?["location"] == "cookies")
    }

    private static func damaged(_ locations: [TokenLocation], _ status: Int) throws {
        let bench = try Bench(locations)
        let token = try bench.token()
        let answer = try cookie(bench, token, header: "x" + token)
        answer.expect(status, status == 200 ? nil : "token_invalid")
    }
}
