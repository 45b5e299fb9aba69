// SPDX-License-Identifier: Apache-2.0

import Glibc

/// How much a worker does at a time.
struct Capacity: Sendable {
    /// How many requests are served at a time.
    let threads: Int

    /// How many connections may be open.
    let connections: Int

    /// How long a drain may take.
    let drainTimeout: Duration

    /// How many processors the host has.
    var cores = Capacity.cores

    /// How many threads can be asked for.
    static let allowedThreads = 2...4096

    /// Threads wait for the disk and for a hash more than they compute.
    static var defaultThreads: Int { max(16, 8 * cores) }

    /// How many passwords this process hashes at once.
    ///
    /// Others hash too, so that no processor need stay free of it: what keeps checks quick is that hashing has a lower
    /// priority.
    var hashingSlots: Int { max(1, cores / 2).clamped(to: 1...threads / 2) }

    /// How many may wait for a slot: with those that hash they never take more than half of the threads.
    var hashingQueue: Int { threads / 2 - hashingSlots }

    /// How many threads may wait to write while nobody can: the half that may wait is hashing's already, so a single one.
    let writeWaiters = 1

    private static var cores: Int {
        max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// Lets the process have as many descriptors open as the connections and the database need, as far as it may.
    func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        let wanted = rlim_t(connections + 2 * threads + 64)
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
