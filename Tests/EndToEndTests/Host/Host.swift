// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A host as an operator would set it up: nginx with the shipped files, workers of the built binary on one socket, one
/// database, all in a folder of its own.
final class Host: @unchecked Sendable {
    // What varies is changed by the one test that owns the host; the shared one is never changed.
    let folder: TemporaryDirectory
    private(set) var port = 0
    let socket: String
    private(set) var workers: [Child] = []
    private var nginx: Child?
    private var listener: Int32 = -1
    private let variables: [String: String]
    private let program: String

    /// The host of all tests that change nothing about it: two workers, and no limits on attempts.
    static let shared: Host = {
        do {
            let host = try Host()
            Undertaker.shared.atExit { try? FileManager.default.removeItem(atPath: host.folder.path) }
            return host
        } catch {
            preconditionFailure("no host: \(error)")
        }
    }()

    private static let speaking = ["--protocol", WorkerProtocol.current.rawValue]

    static let secret = "an-end-to-end-secret-of-48-characters-0123456789"

    /// Starts nginx and so many workers of the program; `variables` are options over those that suit tests, `limited`
    /// leaves nginx its limits, `locations` is a file of further locations.
    init(
        workers count: Int = 2, _ variables: [String: String] = [:], limited: Bool = false,
        locations: String? = nil, program: String = Host.binary("gatehouse-example")
    ) throws {
        self.program = program
        folder = try TemporaryDirectory()
        socket = folder.file("gatehouse.sock")
        self.variables = [
            "JWT_SECRET_KEY": Self.secret, "DATABASE_URL": "sqlite:///\(folder.file("gatehouse.db"))",
            "BCRYPT_LOG_ROUNDS": "4", "RATELIMIT_ENABLED": "false",
        ].merging(variables) { $1 }
        listener = try Self.listen(at: socket)
        for _ in 0..<count { try startWorker() }
        try startNginx((limited ? [] : ["--unlimited"]) + (locations.map { ["--locations", $0] } ?? []))
    }

    deinit { stop() }

    /// Ends every process.
    func stop() {
        workers.forEach { $0.destroy() }
        nginx?.end()
        if listener >= 0 { close(listener) }
        listener = -1
    }

    var log: String { (try? String(contentsOfFile: folder.file("workers.log"), encoding: .utf8)) ?? "" }
    var certificate: String { folder.file("tls/cert.pem") }
    var database: String { folder.file("gatehouse.db") }

    /// Starts one more worker, on the host's socket or one of its own, with options over the host's, and waits until it
    /// says that it is ready.
    @discardableResult
    func startWorker(
        _ options: String..., on own: String? = nil, _ more: [String: String] = [:], telling notify: NotifySocket? = nil
    ) throws -> Child {
        let ready = notify ?? NotifySocket(at: folder.file("notify-\(workers.count)"))
        let worker = try Child(
            [program, "serve", "--listen", own.map { "unix:\($0)" } ?? "fd:3"] + Self.speaking + options,
            environment: variables.merging(["NOTIFY_SOCKET": ready.path]) { $1 }.merging(more) { $1 },
            log: folder.file("workers.log"), listener: own == nil ? listener : nil)
        guard ready.hears() else { throw HostError("a worker did not become ready: \(log.suffix(2000))") }
        workers.append(worker)
        return worker
    }

    /// Starts a pool of two workers, on a socket of its own, as the leader of a group of processes.
    func startPool() throws -> Child {
        let pool = Self.root.appending(path: ".make/pool").path
        let worker = [program, "serve", "--listen", "fd:3"] + Self.speaking
        return try Child(
            ["setsid", pool, folder.file("pool.sock"), "2"] + worker,
            environment: variables.merging(["PATH": "/usr/bin:/bin"]) { $1 }, log: folder.file("workers.log"))
    }

    /// Lets go of the listening socket: with the workers dead, nobody holds it any more.
    func closeListener() {
        close(listener)
        listener = -1
    }

    /// Runs a command of the binary against the host's database.
    func gatehouse(_ arguments: String..., input: String = "", variables more: [String: String] = [:]) throws -> Output
    {
        try gatehouse(arguments, input: input, variables: more)
    }

    func gatehouse(_ arguments: [String], input: String = "", variables more: [String: String] = [:]) throws -> Output {
        try run([program] + arguments, input: input, environment: variables.merging(more) { $1 })
    }

    /// Asks nginx with curl.
    func curl(_ path: String, _ arguments: String...) throws -> Reply {
        try curl(path, arguments)
    }

    /// Under another name than localhost nothing is in the certificate.
    func curl(_ path: String, _ arguments: [String], name: String = "localhost", input: String = "") throws -> Reply {
        let trust = name == "localhost" ? ["--cacert", certificate] : ["--insecure"]
        let place = ["--connect-to", "\(name):\(port):localhost:\(port)"]
        let always = ["curl", "--silent", "--include", "--path-as-is", "--max-time", "20"] + trust + place
        let output = try run(always + arguments + ["https://\(name):\(port)\(path)"], input: input)
        return Reply(output.standardOutput)
    }

    func post(_ path: String, _ body: String, _ arguments: String...) throws -> Reply {
        try curl(path, ["--json", body] + arguments)
    }

    func get(_ path: String, token: String) throws -> Reply { try ask("GET", path, token: token) }

    func ask(_ method: String, _ path: String, token: String) throws -> Reply {
        try curl(path, "--request", method, "--header", "Authorization: Bearer \(token)")
    }

    /// Posts so many times at once, and counts the statuses.
    func flood(_ path: String, _ body: String, times: Int) throws -> [Int: Int] {
        let output = try run(
            "curl", "--silent", "--cacert", certificate, "--parallel", "--parallel-immediate", "--parallel-max",
            "\(times)",
            "--write-out", "%{http_code}\n", "--output", "/dev/null", "--json", body,
            "https://localhost:\(port)\(path)?[1-\(times)]")
        let codes = output.standardOutput.split(separator: "\n").compactMap { Int($0) }
        return Dictionary(grouping: codes) { $0 }.mapValues(\.count)
    }

    /// Registers a user of that name and logs in.
    func login(_ name: String) throws -> Reply {
        _ = try post("/register", Self.credentials(name))
        return try post("/login", Self.credentials(name))
    }

    static func credentials(_ name: String, _ password: String = "Correct1horse") -> String {
        #"{"username":"\#(name)","password":"\#(password)"}"#
    }

    /// A name that no other test has.
    static func someone(_ purpose: String = "user") -> String { "\(purpose)-\(UUID().uuidString.prefix(8))" }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// An executable that was built beside the tests.
    static func binary(_ name: String) -> String {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appending(path: name).path
    }

    /// The interpreter of the environment in which the exchange of tokens with Python is tested; it is made there.
    static let python = root.appending(path: ".build/python/bin/python").path

    /// Starts nginx on a free port; where somebody was quicker to take it, on another.
    private func startNginx(_ options: [String]) throws {
        for _ in 1...5 {
            port = try Self.freePort()
            if try startsNginx(options) { return }
        }
        throw HostError("nginx finds no port")
    }

    /// Whether nginx has got its port.
    private func startsNginx(_ options: [String]) throws -> Bool {
        let site = [Self.root.appending(path: ".make/site").path, folder.path, "--port", "\(port)", "--socket", socket]
        let made = try run(site + Self.speaking + options)
        guard made.status == 0 else { throw HostError(made.standardError) }
        let nginx = try startNginx(with: "nginx.conf")
        self.nginx = nginx
        let preflight = ["-X", "OPTIONS", "-H", "Origin: null", "-H", "Access-Control-Request-Method: GET"]
        // Where the port is taken it is another host's nginx that answers, and ours ends after some tries.
        let answers = eventually { nginx.ended != nil || (try? self.curl("/", preflight))?.status == 204 }
        let log = (try? String(contentsOfFile: folder.file("nginx.log"), encoding: .utf8)) ?? ""
        guard !log.contains("Address already in use") else { return false }
        guard answers, nginx.ended == nil else { throw HostError("nginx does not answer: \(log)") }
        return true
    }

    /// Starts an nginx with this configuration from the host's folder.
    func startNginx(with configuration: String) throws -> Child {
        try Child(
            ["nginx", "-e", "stderr", "-p", folder.path, "-c", configuration],
            environment: ["PATH": "/usr/sbin:/usr/bin:/bin"], log: folder.file("nginx.log"))
    }

    private static func freePort() throws -> Int {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw HostError("no port is free") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// The listening socket that all workers of the host share, as systemd's socket unit holds it.
    private static func listen(at path: String) throws -> Int32 {
        let descriptor = try UnixSocket.bound(at: path, type: SOCK_STREAM)
        guard Glibc.listen(descriptor, 4096) == 0 else { throw HostError("cannot listen at \(path)") }
        return descriptor
    }
}

struct HostError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
