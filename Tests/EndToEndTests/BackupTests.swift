// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("A host whose database is restored")
struct BackupTests {
    let host: Host
    let backup: String

    init() throws {
        host = try Host(workers: 0)
        backup = host.folder.file("backup.db")
    }

    /// A client of a new worker, and the worker.
    private func start(_ name: String) throws -> (Child, WorkerClient) {
        let worker = try host.startWorker(on: host.folder.file(name))
        return (worker, try WorkerClient(path: host.folder.file(name)))
    }

    private func login(_ client: WorkerClient) -> any CGIReply {
        _ = client.ask("POST", "/register", body: Host.credentials("alice"))
        return client.ask("POST", "/login", body: Host.credentials("alice"))
    }

    private func access(_ client: WorkerClient, _ token: String) -> Int? {
        client.ask("GET", "/profile", token: token).status
    }

    @Test("it is refused while a worker runs; afterwards no token of before opens anything, and people log in anew")
    func restore() throws {
        let (worker, client) = try start("first")
        let (kept, revoked) = (login(client).member("access_token"), login(client).member("access_token"))
        let made = try host.gatehouse("backup", backup)
        #expect(made.status == 0, "\(made.standardError)")
        #expect(client.ask("DELETE", "/logout", token: revoked).status == 200)
        let refused = try host.gatehouse("restore", backup)
        #expect(refused.status == 75)
        #expect(refused.standardError.contains("is in use: stop the workers"), "\(refused.standardError)")
        #expect(access(client, kept) == 200 && access(client, revoked) == 401)
        // As a crash leaves it, with what was written last beside the database.
        worker.destroy()
        let restored = try host.gatehouse("restore", backup)
        #expect(restored.status == 0, "\(restored.standardError)")
        let (_, heir) = try start("second")
        #expect(access(heir, revoked) == 401 && access(heir, kept) == 401)
        #expect(access(heir, login(heir).member("access_token")) == 200)
        #expect(!host.log.contains("is older than it was"))
    }

    @Test("it is refused while a worker runs whose database has been damaged")
    func damaged() throws {
        let (worker, client) = try start("first")
        _ = login(client)
        #expect(try host.gatehouse("backup", backup).status == 0)
        // So that nothing of the first page is in the log any more.
        #expect(try host.gatehouse("purge").status == 0)
        let file = try #require(FileHandle(forWritingAtPath: host.database))
        file.write(Data(repeating: 0xff, count: 4096))
        try file.close()
        let refused = try host.gatehouse("restore", backup)
        #expect(refused.status == 75, "\(refused.standardError)")
        worker.destroy()
        let restored = try host.gatehouse("restore", backup)
        #expect(restored.status == 0, "\(restored.standardError)")
        let (_, heir) = try start("second")
        #expect(access(heir, login(heir).member("access_token")) == 200)
    }

    @Test("an old file that was copied over it revives nothing, and the log says so")
    func copied() throws {
        let (worker, client) = try start("first")
        let token = login(client).member("access_token")
        #expect(try host.gatehouse("backup", backup).status == 0)
        #expect(client.ask("DELETE", "/logout", token: token).status == 200)
        worker.signal(SIGINT)
        #expect(worker.exitStatus() == 0)
        try FileManager.default.removeItem(atPath: host.database)
        try FileManager.default.copyItem(atPath: backup, toPath: host.database)
        let (_, heir) = try start("second")
        #expect(access(heir, token) == 401)
        #expect(eventually { host.log.contains("is older than it was when it was last open") })
        #expect(try host.gatehouse("audit").standardOutput.contains("rollback"))
    }

    @Test("a database that is gone is missed once, in the log and in the audit: by the first of two workers to start")
    func lost() throws {
        let (worker, client) = try start("first")
        _ = login(client)
        #expect(!host.log.contains(" is gone"))
        worker.signal(SIGINT)
        #expect(worker.exitStatus() == 0)
        removeDatabase(host.database)
        let workers = try ["second", "third"].map { try host.startWorker(on: host.folder.file($0)) }
        for name in ["second", "third"] {
            #expect(try WorkerClient(path: host.folder.file(name)).ask("GET", "/health/ready").status == 200)
        }
        #expect(eventually { host.log.contains("the database that was \(host.database) is gone") })
        workers.forEach { $0.signal(SIGINT) }
        #expect(workers.map { $0.exitStatus() } == [0, 0])
        #expect(host.log.split(separator: "\n").filter { $0.contains(" is gone") }.count == 1)
        let audit = try host.gatehouse("audit").standardOutput.split(separator: "\n")
        #expect(audit.filter { $0.contains(" loss ") }.count == 1, "\(audit)")
    }
}
