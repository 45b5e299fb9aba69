// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc

/// An account of the host, with all groups that it is in.
struct Account: Sendable, Equatable {
    let name: String
    let user: uid_t
    let groups: Set<gid_t>

    /// The account of that name; nil where the host knows none.
    init?(named name: String) {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 4096)
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        self.init(name: name, user: entry.pw_uid, groups: Self.groups(of: name, entry.pw_gid))
    }

    /// The account of that number, in no group where the host knows none.
    init(of user: uid_t) {
        let name = accountName(of: user)
        self = Account(named: name) ?? Account(name: name, user: user, groups: [])
    }

    init(name: String, user: uid_t, groups: Set<gid_t>) {
        self.name = name
        self.user = user
        self.groups = groups
    }

    private static func groups(of name: String, _ first: gid_t) -> Set<gid_t> {
        var groups = [gid_t](repeating: 0, count: 256)
        var count = Int32(groups.count)
        guard getgrouplist(name, first, &groups, &count) >= 0 else { return [first] }
        return Set(groups.prefix(Int(count)))
    }
}
