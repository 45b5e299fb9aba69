// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The name of an account of the host; its number where the host knows no name.
package func accountName(of user: uid_t) -> String {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 4096)
    guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
    else { return "account \(user)" }
    return String(cString: name)
}
