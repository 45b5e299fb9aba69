// SPDX-License-Identifier: Apache-2.0

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
            connections: .init(limit: 8, open: 2, idle: 1), hashing: .init(slots: 1, busy: 0, waiting: 0, queue: 1),
            complaint: complaint)
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
        let line = /(# (HELP|TYPE) gatehouse_[a-z_]+ .+|gatehouse_[a-z_]+({[a-z]+="[^"]+"})? [0-9.e+-]+)/
        for each in text.split(separator: "\n") { #expect(each.wholeMatch(of: line) != nil, "\(each)") }
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
