// SPDX-License-Identifier: Apache-2.0

import Auth
import Glibc

extension Host {
    /// Whoever is at the command line: the account that sudo was called from, else the one that the process was started
    /// as.
    ///
    /// Only root is believed who called it: anybody else can set the variable.
    var author: Author {
        let caller = getuid() == 0 ? environment["SUDO_USER"] : nil
        return .console(caller ?? Self.account(getuid()))
    }

    /// The name of an account; its number where the host knows no name.
    private static func account(_ number: uid_t) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 4096)
        guard getpwuid_r(number, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
        else { return "account \(number)" }
        return String(cString: name)
    }
}
