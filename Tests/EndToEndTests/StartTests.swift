// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A start that cannot be is refused in one sentence that says what to do")
struct StartTests {
    let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    /// Starts a worker that is expected to fail, and returns how.
    private func serve(_ variables: [String: String], _ arguments: String...) throws -> Output {
        let environment = [
            "JWT_SECRET_KEY": Host.secret,
            "DATABASE_URL": "sqlite:///\(folder.path)/gatehouse.db",
            "GATEHOUSE_LISTEN": "unix:\(folder.path)/gatehouse.sock",
        ].merging(variables) { $1 }.filter { !$0.value.isEmpty }
        return try run(
            ["timeout", "10", Host.binary("gatehouse"), "serve"] + arguments, environment: environment)
    }

    private func expectRefusal(
        _ output: Output, naming words: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let lines = output.standardError.split(separator: "\n")
        #expect(output.status > 0 && output.status != 124, "it has started", sourceLocation: sourceLocation)
        #expect(lines.count == 1, "not one sentence: \(output.standardError)", sourceLocation: sourceLocation)
        for word in words {
            #expect(
                output.standardError.contains(word), "no \(word) in: \(output.standardError)",
                sourceLocation: sourceLocation)
        }
    }

    @Test("no secret, a short one, a weak one")
    func secret() throws {
        expectRefusal(try serve(["JWT_SECRET_KEY": ""]), naming: "JWT_SECRET_KEY", "openssl rand")
        let short = try serve(["JWT_SECRET_KEY": "only-thirty-one-characters-here"])
        expectRefusal(short, naming: "JWT_SECRET_KEY", "32")
        #expect(!short.standardError.contains("only-thirty-one"))
        expectRefusal(try serve(["JWT_SECRET_KEY": String(repeating: "a", count: 40)]), naming: "JWT_SECRET_KEY")
    }

    static let wrongValues: [(String, String)] = [
        ("JWT_ACCESS_TOKEN_EXPIRES", "soon"), ("JWT_ACCESS_TOKEN_EXPIRES", "-1"), ("BCRYPT_LOG_ROUNDS", "3"),
        ("BCRYPT_LOG_ROUNDS", "21"), ("PASSWORD_HASH", "scrypt"), ("RATELIMIT_LOGIN", "many"),
        ("JWT_ALGORITHM", "none"), ("JWT_ALGORITHM", "RS257"),
        ("REGISTRATION_ENABLED", "perhaps"), ("MAX_CONTENT_LENGTH", "0x10"), ("LOG_LEVEL", "loud"),
        ("DATABASE_URL", "mysql://localhost/x"), ("GATEHOUSE_LISTEN", "tcp:80"), ("GATEHOUSE_BASE_PATH", "auth/"),
    ]

    @Test("a wrong value is named with its option", arguments: wrongValues)
    func values(_ option: String, _ value: String) throws {
        expectRefusal(try serve([option: value]), naming: option, value)
    }

    @Test("a database in a missing folder, one that is none, one of a newer schema, one that is a folder")
    func database() throws {
        let url = "sqlite:///\(folder.path)"
        expectRefusal(
            try serve(["DATABASE_URL": "\(url)/missing/x.db"]), naming: "missing", "DATABASE_URL",
            "create it, or choose another path")
        let text = URL(fileURLWithPath: folder.file("text.db"))
        try Data(String(repeating: "This is a letter. ", count: 300).utf8).write(to: text)
        expectRefusal(try serve(["DATABASE_URL": "\(url)/text.db"]), naming: "text.db", "choose another path")
        #expect(try Data(contentsOf: text).count == 5400, "a file that is not ours was changed")
        let made = try run(
            [Host.binary("gatehouse"), "user", "add", "alice"], input: "Correct1horse\n",
            environment: ["JWT_SECRET_KEY": Host.secret, "DATABASE_URL": "\(url)/new.db"])
        #expect(made.status == 0, "\(made.standardError)")
        try run(
            "python3", "-c",
            """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1])
            db.execute("insert into grdb_migrations values ('v999')")
            db.execute("pragma user_version = 999")
            db.commit()
            """, folder.file("new.db"))
        expectRefusal(
            try serve(["DATABASE_URL": "\(url)/new.db"]), naming: "newer",
            "install that version, or restore an older backup")
        try FileManager.default.createDirectory(atPath: folder.file("folder"), withIntermediateDirectories: true)
        expectRefusal(
            try serve(["DATABASE_URL": "\(url)/folder"]), naming: folder.file("folder"), "remove what is in the way")
    }

    @Test("a database of somebody else's, and one that somebody holds on to", .enabled(if: geteuid() == 0))
    func heldDatabase() throws {
        let path = folder.file("theirs.db")
        try run(["python3", "-c", "import sqlite3, sys; sqlite3.connect(sys.argv[1])", path])
        try run(["chown", "4711", path])
        try run(["chmod", "400", path])
        try run(["chmod", "777", folder.path])
        let url = "sqlite:///\(path)"
        for (user, remedy) in [("4712", "run as its owner, user 4711, or chown it"), ("4711", "chmod it to 600")] {
            let refused = try run(
                ["setpriv", "--reuid", user, "--clear-groups", Host.binary("gatehouse"), "user", "list"],
                environment: ["DATABASE_URL": url])
            expectRefusal(refused, naming: path, remedy)
            unlink(path + "-lock")
        }
        let lock = open(path + "-lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(lock) }
        try run(["chown", "4711", path + "-lock"])
        #expect(flock(lock, LOCK_EX) == 0)
        expectRefusal(try serve(["DATABASE_URL": url]), naming: path, "stop the process that holds it")
    }

    @Test("a socket path that is taken, too long, in a missing folder, or no socket")
    func socket() throws {
        let host = Host.shared
        expectRefusal(try serve([:], "--listen", "unix:\(host.socket)"), naming: host.socket)
        #expect(try host.curl("/health/live").status == 200)
        expectRefusal(try serve([:], "--listen", "unix:/tmp/" + String(repeating: "x", count: 110)), naming: "107")
        expectRefusal(try serve([:], "--listen", "unix:\(folder.path)/none/x.sock"), naming: "none")
        let file = URL(fileURLWithPath: folder.file("file.sock"))
        try Data("mine".utf8).write(to: file)
        expectRefusal(try serve([:], "--listen", "unix:\(file.path)"), naming: "file.sock")
        #expect(try String(contentsOf: file, encoding: .utf8) == "mine")
        expectRefusal(try serve([:], "--listen", "fd:7"), naming: "7")
    }
}

@Suite("A database that fails while it is served")
struct StoreFailureTests {
    @Test("locked for longer than the busy timeout: a login is 503, a token check goes on, and both work afterwards")
    func locked() throws {
        let host = try Host(workers: 1)
        let token = try host.login("alice").access
        let lock = try Child(
            [
                "python3", "-c",
                """
                import sqlite3, sys, time
                db = sqlite3.connect(sys.argv[1], isolation_level=None)
                db.execute("begin immediate")
                open(sys.argv[2], "w").close()
                time.sleep(60)
                """, host.database, "\(host.folder.path)/locked",
            ],
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"],
            log: host.folder.file("lock.log"))
        #expect(eventually { FileManager.default.fileExists(atPath: "\(host.folder.path)/locked") })
        let refused = try host.post("/login", Host.credentials("alice"))
        #expect(refused.status == 503)
        #expect(refused.code == "service_unavailable")
        #expect(refused.header("Retry-After") != nil)
        #expect(try host.get("/profile", token: token).status == 200)
        lock.destroy()
        #expect(try host.post("/login", Host.credentials("alice")).status == 200)
    }

    @Test("locked while more want to write than there are threads: token checks go on")
    func crowded() throws {
        let host = try Host(workers: 0)
        let worker = try host.startWorker("--threads", "8")
        let tokens = try (0..<20).map { try host.login("user\($0)").access }
        let lock = open(host.database + "-lock", O_RDWR | O_CLOEXEC)
        #expect(flock(lock, LOCK_EX) == 0)
        let turn = Counter()
        let isOver = Mutex(false)
        let logouts = concurrentlyStarted(20) { () -> [Int] in
            let token = tokens[turn.next()]
            var statuses: [Int] = []
            while !isOver.withLock({ $0 }) {
                statuses.append((try? host.ask("DELETE", "/logout", token: token).status) ?? 0)
            }
            return statuses
        }
        // For as long as a turn may last before it counts as stuck, all threads may wait.
        usleep(1_500_000)
        let times = try (1...20).map { _ throws in
            let start = ContinuousClock.now
            #expect(try host.get("/profile", token: tokens[0]).status == 200)
            return ContinuousClock.now - start
        }
        isOver.withLock { $0 = true }
        close(lock)
        #expect(times.allSatisfy { $0 < .seconds(2) }, "\(times)")
        let statuses = logouts().flatMap { $0 }
        #expect(statuses.count { $0 == 503 } > 20, "\(statuses)")
        #expect(worker.ended == nil)
    }

    @Test("a logout that cannot be written is 503 and not done; a disk that is full loses nothing")
    func full() throws {
        let host = try Host(workers: 1, ["RATELIMIT_ENABLED": "false"])
        let pair = try host.login("alice")
        // No file of the worker may grow any more: what a full disk does to it.
        try run("prlimit", "--pid", "\(host.workers[0].pid)", "--fsize=4096:4096")
        let logout = try host.ask("DELETE", "/logout", token: pair.access)
        #expect(logout.status == 503)
        #expect(try host.get("/profile", token: pair.access).status == 200)
        try host.startWorker()
        host.workers[0].destroy()
        #expect(try host.get("/profile", token: pair.access).status == 200)
        #expect(try host.ask("DELETE", "/logout", token: pair.access).status == 200)
        #expect(try host.get("/profile", token: pair.access).code == "token_revoked")
    }
}
