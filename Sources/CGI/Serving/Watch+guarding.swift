// SPDX-License-Identifier: Apache-2.0

import Glibc

extension Watch {
    /// Does `work` with the descriptor under a deadline.
    ///
    /// - Throws: the reason where it was over too late, ``Server/Drop/stopped``, or what `work` throws.
    func guarding<Result>(
        _ descriptor: Int32, until deadline: Moment, expired reason: Server.Drop,
        _ work: () throws(Server.Drop) -> Result
    ) throws(Server.Drop) -> Result {
        guard guarding(descriptor, until: deadline) else { throw .stopped }
        let result = Swift.Result(catching: work)
        if let reason = release(expired: reason) { throw reason }
        return try result.get()
    }

    /// Reads away, unparsed, what a peer still sends after its answer, until it closes or the deadline has passed.
    ///
    /// Closing first would take the answer from it with a reset.
    func drain(_ descriptor: Int32, until deadline: Moment) {
        guard guarding(descriptor, until: deadline) else { return }
        shutdown(descriptor, Int32(SHUT_WR))
        withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 1) { trash in
            while recv(descriptor, trash.baseAddress, trash.count, 0) > 0 {}
        }
        _ = release(expired: .requestDeadline)
    }
}
