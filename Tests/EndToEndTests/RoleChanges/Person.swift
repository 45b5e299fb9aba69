// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Somebody who is logged in, and asks at any of a host's doors.
struct Person: Sendable {
    let doors: [Door]
    let path: String
    let token: String
    private let name: String

    /// Registers the name, where nobody has it, and logs in.
    init(_ name: String, at host: Host, role: String? = nil) throws {
        self.name = name
        doors = try Door.all(of: host)
        _ = doors[0].ask("POST", "/register", body: Host.credentials(name))
        if let role { _ = try host.gatehouse("user", "role", name, role) }
        token = doors[0].ask("POST", "/login", body: Host.credentials(name)).member("access_token")
        let rows = try host.gatehouse("user", "list").standardOutput.split(separator: "\n")
        let id = rows.first { $0.split(separator: " ").dropFirst().first == name[...] }?.split(separator: " ").first
        path = "/admin/users/\(id ?? "none")"
    }

    /// Changes a user or a role at one of the doors and returns the status.
    func change(_ path: String, _ body: String, at door: Int, by method: String = "PATCH") -> Int? {
        doors[door].ask(method, path, token: token, body: body).status
    }

    /// What this person is told at every door who asks what an administrator may ask.
    var statuses: [Int?] { doors.map { $0.ask("GET", "/admin/roles", token: token).status } }

    /// What a token of this person's is told at every door that asks what an administrator may ask, and would then read
    /// articles.
    func verdicts(with token: String) -> [Int?] {
        doors.flatMap { [$0.ask("GET", "/admin/roles", token: token).status, $0.read(with: token)] }
    }

    /// What ``verdicts(with:)`` is where the person is an administrator, or may read articles, or not.
    func verdicts(administers: Bool, reads: Bool) -> [Int] {
        doors.flatMap { [administers ? 200 : 403, reads ? $0.pass : 403] }
    }

    /// Logs in once more, at one of the doors.
    func login(at door: Int) -> Door.Answer {
        doors[door].ask("POST", "/login", body: Host.credentials(name))
    }
}
