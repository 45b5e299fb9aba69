// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import JOSE
import SQLiteStorage
import Testing

@testable import GatehouseServer

@Suite("How the pool is doing")
struct PoolStatusTests {
    let folder = TemporaryFolder()
    let store: SQLiteStore

    init() throws {
        store = try SQLiteStore(path: folder.path("shop.db"))
    }

    /// A worker that has answered as many requests as `answers` says.
    private func worker(_ process: Int32, _ answers: [Int], complaint: String? = nil) -> WorkerStatus {
        var requests = WorkerStatus.Requests.none
        requests.answers = answers
        requests.durations[0] = answers.reduce(0, +)
        requests.microseconds = 40
        return WorkerStatus(
            process: process, version: "1", startedAt: 0, requests: requests, threads: .init(count: 4, busy: 1),
            connections: .init(limit: 8, open: 2, idle: 1), hashing: .init(slots: 1, busy: 0, waiting: 0, queue: 3),
            keys: .init(signing: "key-\(process)", verifying: 2, fileIsUsable: complaint == nil),
            cache: .init(tokens: 5, capacity: 10, hits: 30, misses: 10), complaint: complaint)
    }

    private func pool(_ workers: WorkerStatus..., silent: [Int32] = []) throws -> PoolStatus {
        PoolStatus(workers: workers, silent: silent, database: try DatabaseStatus(path: store.path, at: 0))
    }

    @Test("a status is read as it was written")
    func roundTrip() {
        let status = worker(7, [1, 2, 3, 4], complaint: "x")
        #expect(WorkerStatus(status.bytes) == status)
        #expect(WorkerStatus(Array("{}".utf8)) == nil)
    }

    @Test("metrics are summed over the workers, in lines that Prometheus reads")
    func metrics() throws {
        let text = try pool(worker(1, [5, 0, 1, 0]), worker(2, [2, 0, 0, 1])).metrics
        #expect(text.contains("gatehouse_requests_total{class=\"2xx\"} 7\n"))
        #expect(text.contains("gatehouse_requests_total{class=\"5xx\"} 1\n"))
        #expect(text.contains("gatehouse_request_duration_seconds_bucket{le=\"0.0001\"} 9\n"))
        #expect(text.contains("gatehouse_request_duration_seconds_bucket{le=\"+Inf\"} 9\n"))
        #expect(text.contains("gatehouse_request_duration_seconds_count 9\n"))
        #expect(text.contains("gatehouse_request_duration_seconds_sum 8e-05\n"))
        #expect(text.contains("gatehouse_threads 8\n"))
        #expect(text.contains("gatehouse_hashing_queue 6\n"))
        #expect(text.contains("gatehouse_workers_signing{key=\"key-1\"} 1\n"))
        #expect(text.contains("gatehouse_workers_signing{key=\"key-2\"} 1\n"))
        #expect(text.contains("gatehouse_verifying_keys 2\n"))
        #expect(text.contains("gatehouse_workers_key_file_unusable 0\n"))
        #expect(text.contains("gatehouse_token_cache_tokens 10\n"))
        #expect(text.contains("gatehouse_token_cache_hits_total 60\n"))
        #expect(text.contains("gatehouse_token_cache_misses_total 20\n"))
        #expect(text.contains("gatehouse_database_wal_bytes "))
        #expect(!text.contains("timestamp"), "nothing was ever purged, backed up or lost")
        let line = /(# (HELP|TYPE) gatehouse_[a-z_]+ .+|gatehouse_[a-z_]+({[a-z]+="[^"]+"})? [0-9.e+-]+)/
        for each in text.split(separator: "\n") { #expect(each.wholeMatch(of: line) != nil, "\(each)") }
    }

    @Test("the time of the last purge, backup and loss is in all that is written, once there is one")
    func times() throws {
        try store.record(AuditEntry(.addUser, by: .housekeeping), at: 1)
        _ = try store.purge(at: 3000, margin: 0, auditAge: 90, limit: 10, by: .housekeeping)
        _ = try store.backUp(to: folder.path("copy"), by: .housekeeping, at: 1_800_000_000)
        try store.record(AuditEntry(.loss, by: .housekeeping), at: 2000)
        let pool = try pool()
        #expect(pool.metrics.contains("gatehouse_last_loss_timestamp_seconds 2000\n"))
        #expect(pool.json["database"]?["lost_at"] == 2000)
        #expect(pool.metrics.contains("gatehouse_last_purge_timestamp_seconds 3000\n"))
        #expect(pool.metrics.contains("gatehouse_last_backup_timestamp_seconds 1800000000\n"))
        #expect(pool.json["database"]?["backed_up_at"] == 1_800_000_000)
        #expect(pool.text(at: 0).contains("1970-01-01T00:50:00Z  2027-01-15T08:00:00Z  1970-01-01T00:33:20Z\n"))
    }

    @Test("keys and cache stand in a table; a worker of a version that does not tell has a place there too")
    func older() throws {
        var older = worker(2, [0, 0, 0, 0])
        (older.keys, older.cache) = (nil, nil)
        let read = try #require(WorkerStatus(older.bytes))
        let text = try pool(worker(1, [0, 0, 0, 0], complaint: "x"), read).text(at: 0)
        #expect(text.contains("\n1       key-1       2     unusable  5 of 10       75 %\n"))
        #expect(text.contains("\n2       -           -     -         -             -\n"))
        #expect(text.contains("0 of 1, 0 of 3 waiting"))
        let metrics = try pool(worker(1, [0, 0, 0, 0], complaint: "x"), read).metrics
        #expect(metrics.contains("gatehouse_workers_key_file_unusable 1\n"))
    }

    @Test("what is amiss is said: no worker, a silent one, keys that cannot be used")
    func complaints() throws {
        #expect(try pool().complaints == ["no worker is running"])
        #expect(try pool(worker(1, [0, 0, 0, 0])).complaints.isEmpty)
        let mixed = try pool(worker(1, [0, 0, 0, 0], complaint: "keys"), silent: [9])
        #expect(mixed.complaints == ["worker 9 does not answer", "keys"])
        #expect(mixed.text(at: 10).hasPrefix("WARNING: worker 9 does not answer\nWARNING: keys\nWORKER"))
        #expect(mixed.json["silent"] == [9])
    }
}
