// SPDX-License-Identifier: Apache-2.0

extension PoolStatus {
    /// The status in Prometheus' text format 0.0.4, summed over the workers.
    var metrics: String {
        families.map { family in
            "# HELP gatehouse_\(family.name) \(family.help)\n# TYPE gatehouse_\(family.name) \(family.type)\n"
                + family.samples.map { "gatehouse_\(family.name)\($0.suffix) \($0.value)\n" }.joined()
        }.joined()
    }

    private var families: [Metric] { traffic + capacity + keys + cache + store + times }

    private var traffic: [Metric] {
        let requests = requests
        let classes = requests.answers.enumerated().map { ("{class=\"\($0.offset + 2)xx\"}", $0.element) }
        return [
            Metric("requests_total", "Requests that were answered, by class of status.", .counter, classes),
            Metric.histogram("request_duration_seconds", "How long it took to make an answer.", requests),
            Metric("connections_dropped_total", "Connections closed within a request.", .counter, requests.dropped),
            Metric("connections_evicted_total", "Idle connections closed for room.", .counter, requests.evicted),
        ]
    }

    private var capacity: [Metric] {
        [
            Metric("workers", "Workers that answer.", .gauge, workers.count),
            Metric("workers_silent", "Workers that do not say how they are doing.", .gauge, silent.count),
            Metric("threads", "Threads that answer requests.", .gauge, sum(\.threads.count)),
            Metric("threads_busy", "Threads that are at a request.", .gauge, sum(\.threads.busy)),
            Metric("connections", "Connections that are open.", .gauge, sum(\.connections.open)),
            Metric("connections_idle", "Connections without a request.", .gauge, sum(\.connections.idle)),
            Metric("connections_limit", "Connections that may be open.", .gauge, sum(\.connections.limit)),
            Metric("hashing_slots", "Passwords that can be hashed at once.", .gauge, sum(\.hashing.slots)),
            Metric("hashing_busy", "Passwords that are being hashed.", .gauge, sum(\.hashing.busy)),
            Metric("hashing_waiting", "Requests that wait for a slot.", .gauge, sum(\.hashing.waiting)),
            Metric("hashing_queue", "Requests that may wait for one.", .gauge, sum(\.hashing.queue)),
        ]
    }

    private var keys: [Metric] {
        let keys = workers.compactMap(\.keys)
        let signing = Dictionary(grouping: keys, by: \.signing).sorted { $0.key < $1.key }
        let unusable = keys.count { $0.fileIsUsable == false }
        return [
            Metric(
                "workers_signing", "Workers that sign with the key of that name.", .gauge,
                signing.map { ("{key=\"\($0.key)\"}", $0.value.count) }),
            Metric("verifying_keys", "Keys that verify tokens.", .gauge, keys.map(\.verifying).max() ?? 0),
            Metric("workers_key_file_unusable", "Workers that cannot use the key file.", .gauge, unusable),
        ]
    }

    private var cache: [Metric] {
        func total(_ number: (WorkerStatus.Cache) -> Int) -> Int { sum { $0.cache.map(number) ?? 0 } }
        return [
            Metric("token_cache_tokens", "Tokens that are remembered to be good.", .gauge, total(\.tokens)),
            Metric("token_cache_capacity_tokens", "Tokens that may be remembered.", .gauge, total(\.capacity)),
            Metric("token_cache_hits_total", "Tokens shown that were remembered.", .counter, total(\.hits)),
            Metric("token_cache_misses_total", "Tokens shown that had to be verified.", .counter, total(\.misses)),
        ]
    }

    private var store: [Metric] {
        [
            Metric("database_bytes", "The size of the database.", .gauge, database.size),
            Metric("database_wal_bytes", "The size of its WAL.", .gauge, database.walSize),
            Metric("database_free_bytes", "What its file system has left.", .gauge, database.free),
            Metric("users", "Users in the database.", .gauge, database.users),
            Metric("sessions", "Sessions that are alive.", .gauge, database.sessions),
            Metric("limits_exhausted", "Limits that are used up.", .gauge, database.exhaustedLimits),
            Metric("complaints", "Things that an operator should look into.", .gauge, complaints.count),
        ]
    }

    /// What has never been has no sample, since any number would be a time.
    private var times: [Metric] {
        let times: [(name: String, help: String, time: Int64?)] = [
            ("last_purge_timestamp_seconds", "When something was purged last.", database.purgedAt),
            ("last_backup_timestamp_seconds", "When a backup was made last.", database.backedUpAt),
            ("last_loss_timestamp_seconds", "When the former database was found gone last.", database.lostAt),
        ]
        return times.compactMap { name, help, time in time.map { Metric(name, help, .gauge, Int($0)) } }
    }
}

/// What is known under one name, with a line for each sample.
private struct Metric {
    enum Kind: String { case counter, gauge, histogram }

    let name: String
    let help: String
    let type: String
    let samples: [(suffix: String, value: String)]

    init(_ name: String, _ help: String, _ kind: Kind, _ samples: [(String, Int)]) {
        self.init(name, help, kind, samples.map { ($0, String($1)) })
    }

    init(_ name: String, _ help: String, _ kind: Kind, _ value: Int) {
        self.init(name, help, kind, [("", value)])
    }

    private init(_ name: String, _ help: String, _ kind: Kind, _ samples: [(String, String)]) {
        self.name = name
        self.help = help
        type = kind.rawValue
        self.samples = samples
    }

    /// Durations, each bucket with all that took no longer.
    static func histogram(_ name: String, _ help: String, _ requests: WorkerStatus.Requests) -> Metric {
        var total = 0
        let bounds = Tally.bounds.map { String(Double($0) / 1_000_000) } + ["+Inf"]
        let buckets = zip(bounds, requests.durations).map { bound, count in
            total += count
            return ("_bucket{le=\"\(bound)\"}", String(total))
        }
        let sum = ("_sum", String(Double(requests.microseconds) / 1_000_000))
        return Metric(name, help, .histogram, buckets + [sum, ("_count", String(total))])
    }
}
