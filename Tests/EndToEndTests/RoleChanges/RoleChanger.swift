// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// Changes by turns of a person, and of a role that is theirs alone, while that person logs in, refreshes and logs out;
/// after each both workers are asked what they decide by.
struct RoleChanger: Sendable {
    let person: Person
    let role: String
    /// The administrator whose changes they are.
    let root: Person
    private(set) var tally = Tally()

    init(of person: Person, role: String, by root: Person) {
        (self.person, self.role, self.root) = (person, role, root)
    }

    /// A change, and what ``Person/verdicts(with:)`` has to be after it.
    private struct Step {
        let member: String
        let list: String
        let verdicts: [Int]
    }

    private var steps: [Step] {
        [
            Step(member: "roles", list: #""admin","\#(role)""#, verdicts: [200, 200, 204, 204]),
            Step(member: "roles", list: #""\#(role)""#, verdicts: [403, 403, 403, 403]),
            Step(member: "permissions", list: #""articles:*""#, verdicts: [403, 403, 204, 204]),
            Step(member: "permissions", list: "", verdicts: [403, 403, 403, 403]),
        ]
    }

    /// Goes through all changes with a session of its own; false where something was not acknowledged, so that nobody can
    /// say what would have to be decided.
    mutating func round(at worker: Int) -> Bool {
        let login = person.login(at: worker)
        guard tally.acknowledge("logins", login.status) else { return false }
        var (access, refresh) = (login.member("access_token"), login.member("refresh_token"))
        for step in steps {
            guard make(step, at: worker, with: access) else { return false }
            let renewed = person.workers[1 - worker].ask("POST", "/refresh", token: refresh)
            guard tally.acknowledge("refreshes", renewed.status) else { return false }
            (access, refresh) = (renewed.member("access_token"), renewed.member("refresh_token"))
            tally.expect(person.verdicts(with: access), step.verdicts, after: "a refresh")
        }
        return logout(access, refresh, at: worker)
    }

    /// The token that others ask with too, so that it is remembered, and the one that is new.
    private mutating func make(_ step: Step, at worker: Int, with access: String) -> Bool {
        let isOfPerson = step.member == "roles"
        let status = root.change(
            isOfPerson ? person.path : "/admin/roles/\(role)", #"{"\#(step.member)":[\#(step.list)]}"#, at: worker,
            by: isOfPerson ? "PATCH" : "PUT")
        guard tally.acknowledge("changes", status) else { return false }
        for token in [person.token, access] {
            tally.expect(person.verdicts(with: token), step.verdicts, after: "\(step.member) \(step.list)")
        }
        return true
    }

    private mutating func logout(_ access: String, _ refresh: String, at worker: Int) -> Bool {
        let status = person.workers[worker].ask("DELETE", "/logout", token: access).status
        guard tally.acknowledge("logouts", status) else { return false }
        tally.expect(person.verdicts(with: access), [401, 401, 401, 401], after: "a logout")
        tally.expect(
            person.workers.map { $0.ask("POST", "/refresh", token: refresh).status }, [401, 401], after: "a logout")
        return true
    }
}
