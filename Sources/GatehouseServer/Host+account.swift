// SPDX-License-Identifier: Apache-2.0

import Auth
import Basics
import Glibc

extension Host {
    /// Whoever is at the command line: the account that sudo was called from, else the one that the process was started
    /// as.
    ///
    /// Only root is believed who called it: anybody else can set the variable.
    var author: Author {
        let caller = getuid() == 0 ? environment["SUDO_USER"] : nil
        return .console(caller ?? accountName(of: getuid()))
    }
}
