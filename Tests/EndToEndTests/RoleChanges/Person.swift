// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Somebody who is logged in, and asks either of two workers.
struct Person: Sendable {
    /// The files of the sockets at which a host's two workers are asked.
    static let sockets = ["one", "other"]

    let workers: [WorkerClient]
    let path: String
    let token: String
    private let name: String

    /// Registers the name, where nobody has it, and logs in.
    init(_ name: String, at host: Host, role: String? = nil) throws {
        self.name = name
        workers = try Self.sockets.map { try WorkerClient(path: host.folder.file($0)) }
        _ = workers[0].ask("POST", "/register", body: Host.credentials(name))
        if let role { _ = try host.gatehouse("user", "role", name, role) }
        token = workers[0].ask("POST", "/login", body: Host.credentials(name)).member("access_token")
        let rows = try host.gatehouse("user", "list").standardOutput.split(separator: "\n")
        let id = rows.first { $0.split(separator: " ").dropFirst().first == name[...] }?.split(separator: " ").first
        path = "/admin/users/\(id ?? "none")"
    }

    /// Changes a user or a role at one of the workers and returns the status.
    func change(_ path: String, _ body: String, at worker: Int, by method: String = "PATCH") -> Int? {
        workers[worker].ask(method, path, token: token, body: body).status
    }

    /// What the workers answer to whether this is an administrator.
    var statuses: [Int?] { statuses(with: token) }

    /// What the workers answer, to a token of this person, to whether they are an administrator, and the gates to whether
    /// they may read articles.
    func verdicts(with token: String) -> [Int?] {
        statuses(with: token) + workers.map { $0.check("permission:articles:read", token: token).status }
    }

    private func statuses(with token: String) -> [Int?] {
        workers.map { $0.ask("GET", "/admin/roles", token: token).status }
    }

    /// Logs in once more, at one of the workers.
    func login(at worker: Int) -> any CGIReply {
        workers[worker].ask("POST", "/login", body: Host.credentials(name))
    }
}

extension WorkerClient {
    /// Asks the gate of a worker as nginx would.
    func check(_ requirement: String, token: String) -> any CGIReply {
        ask([
            ("REQUEST_METHOD", "GET"), ("DOCUMENT_URI", "/gatehouse/check"), ("REMOTE_ADDR", "192.0.2.1"),
            ("GATEHOUSE_REQUIRE", requirement), ("HTTP_AUTHORIZATION", "Bearer \(token)"),
        ])
    }
}
