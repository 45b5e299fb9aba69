// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport
import Testing

@Suite("What one worker has acknowledged binds every other at its next request")
struct RevocationTests {
    let host: Host
    let one: FastCGIClient
    let other: FastCGIClient

    init() throws {
        host = try Host(workers: 0)
        for name in ["one", "other"] { try host.startWorker(on: host.folder.file(name)) }
        one = try FastCGIClient(path: host.folder.file("one"))
        other = try FastCGIClient(path: host.folder.file("other"))
        _ = one.ask("POST", "/register", body: Host.credentials("alice"))
    }

    @Test("a thousand logouts on one worker, each tried on the other at once")
    func logouts() {
        var accepted = 0
        for _ in 1...1000 {
            let token = one.ask("POST", "/login", body: Host.credentials("alice")).member("access_token")
            let before = other.ask("GET", "/profile", token: token).status
            let logout = one.ask("DELETE", "/logout", token: token).status
            let after = other.ask("GET", "/profile", token: token).status
            #expect(before == 200 && logout == 200)
            if after != 401 { accepted += 1 }
        }
        #expect(accepted == 0)
    }

    @Test("a refresh token that is shown to both workers at once has one successor, and a replay ends its session")
    func races() {
        for _ in 1...50 {
            let login = one.ask("POST", "/login", body: Host.credentials("alice"))
            let refresh = login.member("refresh_token")
            let statuses = concurrentRefreshes(of: refresh)
            #expect(statuses.filter { $0 == 200 }.count == 1, "\(statuses)")
            #expect(one.ask("GET", "/profile", token: login.member("access_token")).status == 401)
        }
    }

    private func concurrentRefreshes(of token: String) -> [Int?] {
        let paths = ["one", "other", "one", "other"].map(host.folder.file)
        let turn = Counter()
        return concurrently(paths.count) {
            let client = try? FastCGIClient(path: paths[turn.next()])
            return client?.ask("POST", "/refresh", token: token).status
        }
    }
}

extension FastCGIClient {
    /// Asks a worker as nginx would.
    fileprivate func ask(_ method: String, _ path: String, token: String? = nil, body: String = "") -> FastCGIReply {
        var variables = [
            ("REQUEST_METHOD", method), ("DOCUMENT_URI", path), ("REMOTE_ADDR", "192.0.2.1"),
            ("CONTENT_TYPE", body.isEmpty ? "" : "application/json"),
            ("CONTENT_LENGTH", body.isEmpty ? "" : "\(body.utf8.count)"),
        ]
        if let token { variables.append(("HTTP_AUTHORIZATION", "Bearer \(token)")) }
        return get(variables, body: Array(body.utf8))
    }
}

extension FastCGIReply {
    /// A member of the JSON body that is text; empty where there is none.
    fileprivate func member(_ name: String) -> String {
        (try? JSON(parsing: Array(body.utf8)))?[name]?.string ?? ""
    }
}
