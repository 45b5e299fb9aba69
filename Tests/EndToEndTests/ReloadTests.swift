// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport
import Testing

@Suite("A worker that is told to reload")
struct ReloadTests {
    let host: Host
    let file: String
    let worker: Child
    let client: WorkerClient

    init() throws {
        host = try Host(workers: 0)
        file = host.folder.file("gatehouse.env")
        try Data("LOG_LEVEL=NOTICE\n".utf8).write(to: URL(filePath: file))
        worker = try host.startWorker("--env-file", file, on: host.folder.file("own.sock"))
        client = try WorkerClient(path: host.folder.file("own.sock"))
    }

    /// Has the worker reload with these settings, and waits until it says what has come of it.
    private func reload(_ settings: String, until message: String) throws {
        try Data(settings.utf8).write(to: URL(filePath: file))
        worker.signal(SIGHUP)
        #expect(eventually { host.log.contains(message) }, "\(host.log)")
    }

    /// How many requests the log has after one more that is answered.
    private func requestsAfterOneMore() -> Int {
        #expect(client.ask("GET", "/health/live").status == 200)
        // What is refused is logged at each of the levels here, so once it is there, so is what came before it.
        let refused = { host.log.ranges(of: "\"status\":404").count }
        let before = refused()
        #expect(client.ask("GET", "/nowhere").status == 404)
        #expect(eventually { refused() == before + 1 })
        return host.log.ranges(of: "\"status\":200").count
    }

    @Test("logs by the LOG_LEVEL that its file has then, and by the former where that is none")
    func level() throws {
        #expect(requestsAfterOneMore() == 0)
        try reload("LOG_LEVEL=info\n", until: #""message":"LOG_LEVEL is INFO""#)
        #expect(requestsAfterOneMore() == 1)
        try reload("LOG_LEVEL=loud\n", until: #""level":"error","message":"LOG_LEVEL stays INFO""#)
        #expect(requestsAfterOneMore() == 2)
        try reload("LOG_LEVEL=notice\n", until: #""message":"LOG_LEVEL is NOTICE""#)
        #expect(requestsAfterOneMore() == 2)
        try FileManager.default.removeItem(atPath: file)
        worker.signal(SIGHUP)
        #expect(eventually { host.log.contains("cannot read \(file): no such file") })
        #expect(requestsAfterOneMore() == 2)
    }

    /// What so many workers say of the settings that they were started with; one that is asked at a bad moment, and
    /// does not answer within a second, is asked again.
    private func stamps(of count: Int) throws -> [String] {
        var stamps: [String] = []
        _ = eventually {
            let status = try? JSON(parsing: Array(host.gatehouse("status", "--json").standardOutput.utf8))
            stamps = status?["workers"]?.array?.compactMap { $0["settings"]?.string } ?? []
            return stamps.count == count
        }
        return stamps
    }

    @Test("says that it was started with the former settings, and one that is started now that it has others")
    func stamp() throws {
        let former = try stamps(of: 1)
        try reload("LOG_LEVEL=info\n", until: #""message":"LOG_LEVEL is INFO""#)
        #expect(try stamps(of: 1) == former)
        let other = try host.startWorker("--env-file", file, on: host.folder.file("other.sock"))
        let both = try withExtendedLifetime(other) { try stamps(of: 2) }
        #expect(both.count == 2 && Set(both).count == 2 && Set(both).isSuperset(of: former), "\(both)")
    }
}
