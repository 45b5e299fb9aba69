// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Changes by turns of a person, and of a role that is theirs alone, while that person logs in, refreshes and logs out;
/// after each it is asked at every door what is decided by there.
struct RoleChanger: Sendable {
    let person: Person
    let role: String
    /// The administrator whose changes they are.
    let root: Person
    private(set) var tally = Tally()

    init(of person: Person, role: String, by root: Person) {
        (self.person, self.role, self.root) = (person, role, root)
    }

    /// A change, and what the person may do after it.
    private struct Step {
        let member: String
        let list: String
        var administers = false
        var reads = false
    }

    private var steps: [Step] {
        [
            Step(member: "roles", list: #""admin","\#(role)""#, administers: true, reads: true),
            Step(member: "roles", list: #""\#(role)""#),
            Step(member: "permissions", list: #""articles:*""#, reads: true),
            Step(member: "permissions", list: ""),
        ]
    }

    /// Goes through all changes with a session of its own; false where something was not acknowledged, so that nobody
    /// can say what would have to be decided.
    mutating func round(at door: Int) -> Bool {
        let login = person.login(at: door)
        guard tally.acknowledge("logins", login.status) else { return false }
        var (access, refresh) = (login.member("access_token"), login.member("refresh_token"))
        for step in steps {
            guard make(step, at: door, with: access) else { return false }
            let renewed = person.doors[(door + 1) % person.doors.count].ask("POST", "/refresh", token: refresh)
            guard tally.acknowledge("refreshes", renewed.status) else { return false }
            (access, refresh) = (renewed.member("access_token"), renewed.member("refresh_token"))
            expect(step, with: access, after: "a refresh")
        }
        return logout(access, refresh, at: door)
    }

    /// The token that others ask with too, so that it is remembered, and the one that is new.
    private mutating func make(_ step: Step, at door: Int, with access: String) -> Bool {
        let isOfPerson = step.member == "roles"
        let status = root.change(
            isOfPerson ? person.path : "/admin/roles/\(role)", #"{"\#(step.member)":[\#(step.list)]}"#, at: door,
            by: isOfPerson ? "PATCH" : "PUT")
        guard tally.acknowledge("changes", status) else { return false }
        for token in [person.token, access] {
            expect(step, with: token, after: "\(step.member) \(step.list)")
        }
        return true
    }

    private mutating func expect(_ step: Step, with token: String, after deed: String) {
        let expected = person.verdicts(administers: step.administers, reads: step.reads)
        tally.expect(person.verdicts(with: token), expected, after: deed)
    }

    private mutating func logout(_ access: String, _ refresh: String, at door: Int) -> Bool {
        let status = person.doors[door].ask("DELETE", "/logout", token: access).status
        guard tally.acknowledge("logouts", status) else { return false }
        let verdicts = person.verdicts(with: access)
        tally.expect(verdicts, verdicts.map { _ in 401 }, after: "a logout")
        let refreshes = person.doors.map { $0.ask("POST", "/refresh", token: refresh).status }
        tally.expect(refreshes, refreshes.map { _ in 401 }, after: "a logout")
        return true
    }
}
