// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite("Root at the command line, beside a database that is another user's", .enabled(if: geteuid() == 0))
struct RootTests {
    /// Root's alone.
    private let ours: TemporaryDirectory
    /// Of user 4711, who may lay traps in it.
    private let theirs: TemporaryDirectory

    init() throws {
        (ours, theirs) = (try TemporaryDirectory(), try TemporaryDirectory())
        try run("chmod", "700", ours.path)
        try run("chown", "4711:4712", theirs.path)
        try run("chmod", "755", theirs.path)
    }

    private var database: String { theirs.file("gatehouse.db") }

    private func gatehouse(
        _ arguments: String..., input: String = "", at database: String? = nil, with more: [String: String] = [:]
    ) throws -> Output {
        let environment = [
            "DATABASE_URL": "sqlite:///\(database ?? self.database)", "BCRYPT_LOG_ROUNDS": "4",
            "JWT_SECRET_KEY": Host.secret,
        ].merging(more) { $1 }
        return try run([Host.binary("gatehouse")] + arguments, input: input, environment: environment)
    }

    private func add(_ name: String, at path: String? = nil) throws -> Output {
        try gatehouse("user", "add", name, input: "Correct1horse\n", at: path)
    }

    private func owners(_ folder: TemporaryDirectory) throws -> Set<String> {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return Set(try names.map { try run("stat", "--format", "%u:%g %a", folder.file($0)).standardOutput })
    }

    private var trapped: [String] { (try? FileManager.default.contentsOfDirectory(atPath: ours.path)) ?? [] }

    @Test("what is made is the owner's, and the audit says who it was")
    func owner() throws {
        let made = try add("alice")
        #expect(made.status == 0, "\(made.standardError)")
        #expect(try owners(theirs) == ["4711:4712 600\n"])
        let bob = try gatehouse("user", "add", "bob", input: "Correct1horse\n", with: ["SUDO_USER": "carol"])
        #expect(bob.status == 0)
        let audit = try gatehouse("audit").standardOutput
        #expect(audit.contains("root") && audit.contains("carol") && !audit.contains("4711"), "\(audit)")
    }

    static let beside = ["", "-wal", "-shm", "-lock"]

    @Test("no link in their folder leads where they may not go, be it a hard one", arguments: beside, [true, false])
    func trap(_ suffix: String, _ isHard: Bool) throws {
        if suffix != "" { #expect(try add("alice").status == 0) }
        let (target, trap) = (ours.file("trapped"), database + suffix)
        try? FileManager.default.removeItem(atPath: trap)
        if isHard {
            try "mine".write(toFile: target, atomically: false, encoding: .utf8)
            try run("chmod", "600", target)
            #expect(link(target, trap) == 0)
        } else {
            #expect(symlink(target, trap) == 0 && lchown(trap, 4711, 4712) == 0)
        }
        #expect(try add("bob").status != 0)
        #expect(trapped == (isHard ? ["trapped"] : []))
        let content = try? String(contentsOfFile: target, encoding: .utf8)
        #expect(content == (isHard ? "mine" : nil))
    }

    @Test("a backup is restored, and examined, with their rights", arguments: ["-lock", "-wal"])
    func restore(_ suffix: String) throws {
        #expect(try add("alice").status == 0)
        let backup = theirs.file("backup.db")
        #expect(try gatehouse("backup", backup).status == 0)
        #expect(try gatehouse("restore", backup).status == 0)
        #expect(try gatehouse("verify").status == 0)
        #expect(try owners(theirs) == ["4711:4712 600\n"])
        let target = ours.file("trapped")
        try "mine".write(toFile: target, atomically: false, encoding: .utf8)
        try run("chmod", "600", target)
        try? FileManager.default.removeItem(atPath: database + suffix)
        #expect(link(target, database + suffix) == 0)
        // A log that cannot be read is damage, which a restoring may put aside; without the lock there is none.
        let restored = try gatehouse("restore", backup)
        #expect(restored.status != 0 || suffix == "-wal")
        _ = try gatehouse("verify")
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "mine")
    }

    @Test("a backup where they may not go is neither written nor read, and the sentence says who may not")
    func shut() throws {
        #expect(try add("alice").status == 0)
        let refused = try gatehouse("backup", ours.file("backup.db"))
        #expect(refused.status == 73)
        #expect(
            refused.standardError == "gatehouse: the file \(ours.file("backup.db")) cannot be written: account 4711, "
                + "with whose rights this is done, may not: choose another folder\n")
        #expect(trapped.isEmpty)
        #expect(try gatehouse("backup", theirs.file("backup.db")).status == 0)
        try run("mv", theirs.file("backup.db"), ours.file("backup.db"))
        let hidden = try gatehouse("restore", ours.file("backup.db"))
        #expect(hidden.status == 66)
        #expect(
            hidden.standardError == "gatehouse: the file \(ours.file("backup.db")) may not be read by account 4711, "
                + "with whose rights this is done: put it where they may\n")
        try run("chmod", "755", ours.path)
        try run("chown", "root:root", ours.file("backup.db"))
        #expect(try gatehouse("restore", ours.file("backup.db")).standardError == hidden.standardError)
        try run("chown", "4711", ours.file("backup.db"))
        #expect(try gatehouse("restore", ours.file("backup.db")).status == 0)
    }

    @Test("over a link of theirs root goes nowhere, be it the database or a folder on the way")
    func foreignLink() throws {
        for (link, target, path) in [
            ("gatehouse.db", ours.file("trapped.db"), "gatehouse.db"), ("folder", ours.path, "folder/trapped.db"),
        ] {
            #expect(symlink(target, theirs.file(link)) == 0 && lchown(theirs.file(link), 4711, 4712) == 0)
            let refused = try add("alice", at: theirs.file(path))
            #expect(refused.status == 69)
            #expect(refused.standardError.contains("a link that root does not follow"), "\(refused.standardError)")
            #expect(trapped.isEmpty)
        }
    }

    @Test("a key file is changed in their folder and nowhere else, and stays theirs")
    func keys() throws {
        let variables = ["JWT_KEYS_FILE": theirs.file("keys.json")]
        #expect(try gatehouse("key", "generate", with: variables).status == 0)
        #expect(try owners(theirs) == ["4711:4712 600\n"])
        #expect(try gatehouse("key", "rotate", with: variables).status == 0)
        #expect(try owners(theirs) == ["4711:4712 600\n"])
        try run("mv", theirs.file("keys.json"), ours.file("keys.json"))
        let before = try String(contentsOfFile: ours.file("keys.json"), encoding: .utf8)
        #expect(symlink(ours.file("keys.json"), theirs.file("keys.json")) == 0)
        #expect(lchown(theirs.file("keys.json"), 4711, 4712) == 0)
        let refused = try gatehouse("key", "rotate", with: variables)
        #expect(refused.status == 73)
        #expect(refused.standardError.contains("a link that root does not follow"), "\(refused.standardError)")
        #expect(try String(contentsOfFile: ours.file("keys.json"), encoding: .utf8) == before)
        #expect(trapped == ["keys.json"])
    }

    private func doctor() throws -> Output {
        let dump = ours.file("dump")
        try "# configuration file /n/nginx.conf:\nevents { }\n".write(toFile: dump, atomically: false, encoding: .utf8)
        let checks = ["--only", "database-unseen", "--only", "administrator-missing", "--strict"]
        return try run(
            [Host.binary("gatehouse"), "doctor", "--nginx-config", dump] + checks,
            environment: ["DATABASE_URL": "sqlite:///\(database)"])
    }

    @Test("the doctor looks into the database with their rights, and over a link of theirs goes nowhere")
    func examine() throws {
        #expect(try add("alice").status == 0)
        let seen = try doctor()
        #expect(seen.status == 1 && seen.standardOutput.contains("no enabled user has the role admin"))
        #expect(try owners(theirs) == ["4711:4712 600\n"])
        let hidden = ours.file("hidden.db")
        #expect(try add("bob", at: hidden).status == 0)
        for isHard in [true, false] {
            try run("rm", "-f", database, database + "-wal", database + "-shm")
            #expect((isHard ? link(hidden, database) : symlink(hidden, database)) == 0)
            if !isHard { #expect(lchown(database, 4711, 4712) == 0) }
            let unseen = try doctor()
            #expect(unseen.status == 1 && unseen.standardOutput.contains("check    database-unseen"))
            #expect(!unseen.standardOutput.contains("administrator-missing"), "\(unseen.standardOutput)")
        }
    }

    @Test("the doctor asks no worker that they may not ask themselves")
    func askWorkers() throws {
        #expect(try add("alice").status == 0)
        let socket = try UnixSocket.bound(at: ours.file("socket"), type: SOCK_STREAM)
        defer { close(socket) }
        #expect(listen(socket, 1) == 0)
        let workers = database + "-workers"
        try run("mkdir", workers)
        #expect(symlink(ours.file("socket"), workers + "/4713") == 0)
        try run("chown", "-h", "-R", "4711:4712", workers)
        let seen = try doctor()
        #expect(seen.status == 1 && seen.standardOutput.contains("administrator-missing"), "\(seen.standardOutput)")
        var asker = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        #expect(poll(&asker, 1, 0) == 0)
    }

    @Test("a token is inspected, or revoked, with keys that root alone can read")
    func inspect() throws {
        let variables = ["JWT_KEYS_FILE": ours.file("keys.json")]
        #expect(try gatehouse("key", "generate", with: variables).status == 0)
        #expect(try run("chown", "root:root", ours.file("keys.json")).status == 0)
        #expect(try add("alice").status == 0)
        let token = "eyJhbGciOiJFUzI1NiIsImtpZCI6IngifQ.eyJzdWIiOiJhIn0.AAAA"
        let answer = try gatehouse("token", "inspect", input: token, with: variables)
        #expect(answer.status == 0, "\(answer.standardError)")
        #expect(answer.standardOutput.contains("refused: "))
        let revoked = try gatehouse("token", "revoke", input: token, with: variables)
        #expect(revoked.standardError == "gatehouse: that is no token of ours\n")
    }

    @Test("a .env file that another user may change counts for root only where it is named")
    func dotEnv() throws {
        let text = "DATABASE_URL=sqlite:///\(ours.file("chosen.db"))\n"
        for (name, target) in [("file", nil), ("link", ours.file("env"))] as [(String, String?)] {
            let folder = theirs.file(name)
            try run("mkdir", folder)
            try text.write(toFile: target ?? folder + "/.env", atomically: false, encoding: .utf8)
            if let target {
                #expect(symlink(target, folder + "/.env") == 0 && lchown(folder + "/.env", 4711, 4712) == 0)
            }
            let list = ["sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "-", folder, Host.binary("gatehouse")]
            let refused = try run(list + ["user", "list"], environment: [:])
            #expect(refused.status == 78)
            #expect(refused.standardError.contains(": another user may change it"), "\(refused.standardError)")
            let named = try run(list + ["user", "list", "--env-file", ".env"], environment: [:])
            #expect(named.standardError.contains("there is no database"), "\(named.standardError)")
        }
    }

    @Test("a worker that root starts listens where root may, and then is the owner for good")
    func serve() throws {
        // Where the supervisor hears the worker once that is no longer root.
        let ready = NotifySocket(at: theirs.file("notify"))
        try run("chmod", "777", ready.path)
        let worker = try Child(
            [Host.binary("gatehouse"), "serve", "--listen", "unix:\(ours.file("gatehouse.sock"))"],
            environment: [
                "DATABASE_URL": "sqlite:///\(database)", "JWT_SECRET_KEY": Host.secret, "NOTIFY_SOCKET": ready.path,
            ], log: ours.file("log"))
        defer { worker.end() }
        #expect(ready.hears())
        let status = try String(contentsOfFile: "/proc/\(worker.pid)/status", encoding: .utf8)
        #expect(status.contains("Uid:\t4711\t4711\t4711\t4711\n"), "\(status)")
        #expect(status.contains("Gid:\t4712\t4712\t4712\t4712\n"))
        #expect(status.contains(/Groups:\t4712 *\n/))
        #expect(status.contains("CapPrm:\t0000000000000000\n"))
    }
}
