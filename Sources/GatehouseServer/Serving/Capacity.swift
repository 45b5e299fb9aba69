// SPDX-License-Identifier: Apache-2.0

import Auth
import Glibc

/// How much a worker does at a time.
struct Capacity: Sendable {
    /// How many requests are served at a time.
    let threads: Int

    /// How many connections may be open.
    var connections: Int

    /// How long a drain may take.
    let drainTimeout: Duration

    /// How many processors the host has.
    var cores = Capacity.cores

    /// How many threads can be asked for.
    static let allowedThreads = 2...4096

    /// Threads wait for the disk and for a hash more than they compute.
    static var defaultThreads: Int { max(32, 8 * cores) }

    /// How many passwords this process hashes at once.
    ///
    /// Others hash too, so that no processor need stay free of it: what keeps checks quick is that hashing has a lower
    /// priority. They are also no more than there is memory for, were all hashes the largest that may be tried.
    var hashingSlots: Int {
        max(1, cores / 2).clamped(to: 1...min(threads / 2, Self.hashingMemory / HashingScheme.largestMemory))
    }

    /// How many may wait for a slot: with those that hash they never take more than half of the threads.
    var hashingQueue: Int { threads / 2 - hashingSlots }

    /// How many threads may wait to write while nobody can: the half that may wait is hashing's already, so a single
    /// one.
    let writeWaiters = 1

    /// In bytes, half of what the unit grants a worker (`MemoryMax=`).
    private static let hashingMemory = 512 << 20

    private static var cores: Int {
        max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// What a thread keeps open: the two files of a connection that reads the database, and one in memory for the last
    /// answer on a connection.
    private static let descriptorsPerThread = 3

    /// The rest: sockets, bells, logs, the connection that writes.
    private static let otherDescriptors = 64

    /// Lets the process have as many descriptors open as the connections and the database need, and returns the
    /// capacity with as many connections as the system allows then.
    func fitted() -> Capacity {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return self }
        let others = Self.descriptorsPerThread * threads + Self.otherDescriptors
        let wanted = rlim_t(connections + others)
        guard limit.rlim_cur < wanted else { return self }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return fitted(to: Int(clamping: limit.rlim_cur) - others)
    }

    /// What was asked for and cannot be had, a sentence each.
    func warnings(asked: Capacity) -> [String] {
        guard connections < asked.connections else { return [] }
        return [
            "--max-connections is \(asked.connections), but only \(connections) fit into the descriptors that this "
                + "process may open; raise LimitNOFILE, or ask for fewer"
        ]
    }

    private func fitted(to room: Int) -> Capacity {
        var capacity = self
        capacity.connections = min(connections, max(1, room))
        return capacity
    }
}

extension Int {
    fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
