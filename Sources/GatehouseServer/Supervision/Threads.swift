// SPDX-License-Identifier: Apache-2.0

import Basics
import CGI

/// Starts a thread that nobody joins; `purpose` names it where it cannot be had.
///
/// - Throws: ``Failure`` where the system has no thread left.
func startThread(_ purpose: String, _ work: @escaping @Sendable () -> Void) throws(Failure) {
    do throws(ThreadError) {
        try POSIXThread(work).detach()
    } catch {
        throw Failure(.temporary, "cannot start a thread for \(purpose): \(systemMessage(error.code))")
    }
}
