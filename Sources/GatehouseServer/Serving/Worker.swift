// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import Gatehouse
import Glibc
import Logging
import SQLiteStorage

/// A process that answers requests: everything that it needs is made before it says that it is ready.
struct Worker<Application: GatehouseApplication> {
    let log: Log
    private let lines: LogQueue
    let logger: Logger
    let reread: @Sendable () throws -> Configuration
    private let store: SQLiteStore
    let server: Server
    private let supervisor: Supervisor
    private let pulse: Pulse
    private let purging: Purging
    let capacity: Capacity
    let hasher: PasswordHasher
    let tally = Tally()
    private let statusSocket: StatusSocket?
    let watchedKeys: WatchedKeys?
    let keychain: any Keychain
    /// The settings as they were at the start.
    let settings: FileStamp?

    /// A worker of that configuration; `reread` gives what stands at the same places when a reload is asked for.
    ///
    /// - Throws: what makes a start impossible, each with a sentence that says what to do.
    init(
        _ configuration: Configuration, _ asked: Capacity, _ listen: ListeningPlace?, speaking wire: Wire = .fastCGI,
        in host: Host, reread: @escaping @Sendable () throws -> Configuration
    ) throws {
        self.reread = reread
        settings = configuration.fileStamp
        (log, lines) = Log.standardError(
            of: Application.name, level: try configuration.value(Settings.logLevel), environment: host.environment)
        logger = log.logger(Application.name)
        capacity = asked.fitted()
        let (caller, database) = (Rights.present, try configuration.value(Settings.database))
        try Rights.assume(toOpen: database)
        store = try SQLiteStore(database, waiters: capacity.writeWaiters, at: host.clock())
        watchedKeys = try configuration.watchedKeys { [logger] in logger.write($0) }
        keychain = try watchedKeys ?? configuration.settledKeys()
        hasher = try configuration.passwordHasher(capacity)
        let hooks = Application.hooks
        let authority = Authority(
            store: store, keychain: keychain, hasher: hasher, tokens: try configuration.tokenPolicy(hooks),
            limits: try configuration.limitPolicy(), clock: timeOfDay)
        let api = try Self.api(of: authority, configuration, hooks) { [log, tally] in
            log.write($0)
            tally.count($0)
        }
        server = Server(
            listener: try caller.during { try configuration.listener(listen, environment: host.environment) },
            speaking: wire,
            settings: try configuration.serverSettings(capacity), application: api,
            observe: { [logger, tally] in
                logger.write($0)
                tally.count($0)
            })
        supervisor = Supervisor(environment: host.environment)
        statusSocket = Self.statusSocket(of: store, logger)
        pulse = Pulse(
            patience: try configuration.patience(), longestRequest: { [server] in server.longestRequest },
            question: { [store] in _ = try store.user(0) })
        purging = try configuration.purging(store, by: .housekeeping)
        if Rights.present != caller { try giveUpRights() }
        let warnings = configuration.warnings + capacity.warnings(asked: asked)
        for warning in warnings + [store.discontinuity?.description].compactMap(\.self) { logger.warning("\(warning)") }
    }

    /// What answers requests by the rules of the authority; `observe` is told of each.
    private static func api(
        of authority: Authority, _ configuration: Configuration, _ hooks: Hooks,
        observe: @escaping @Sendable (RequestRecord) -> Void
    ) throws -> API {
        let transport = try configuration.tokenTransport()
        return try API(
            routes: Application.allRoutes(authority, transport),
            doorkeeper: Doorkeeper(authority: authority, transport: transport),
            settings: configuration.apiSettings(), answers: hooks.answers, observe: observe)
    }

    /// Keeps to the rights of the database's owner from here on: root, who called, has no more to do.
    private func giveUpRights() throws {
        try Rights.present.keep()
        logger.info("root's rights are given up", metadata: ["account": "\(Rights.present.user)"])
    }

    /// Answers requests until a signal ends it.
    func run() throws {
        LoggingSystem.bootstrap { [log] in LineLogHandler(log: log, label: $0) }
        try lines.start()
        defer { lines.flush(within: .seconds(2)) }
        try startThread("signals") { [self] in hearSignals() }
        try startThread("housekeeping") { [self] in keepHouse() }
        try startThread("the key file") { [self] in watchKeys() }
        try startThread("the watchdog") { [self] in tellPulse() }
        let start = timeOfDay()
        try startThread("its status") { [self] in statusSocket?.answer { status(since: start) } }
        defer { statusSocket?.leave() }
        try store.checkReadiness()
        try server.run {
            logger.info("ready", metadata: ["version": "\(Application.version)"])
            // Requests are answered all the same, until systemd has waited long enough.
            if let reason = supervisor.tell(.ready, .status("answering requests")) {
                logger.error("systemd cannot be told that the worker is ready, and will end it: \(reason)")
            }
        }
        settle()
    }

    private func hearSignals() {
        var signals = Signals()
        while true {
            switch signals.demand(of: Signals.next()) {
            case .nothing: break
            case .reload: reload()
            case .drain:
                server.drain()
                supervisor.tell(.stopping, .status("answering what is under way"))
            case .stop:
                server.stop()
                supervisor.tell(.stopping, .status("ending"))
            case .abandon: _exit(ExitStatus.temporary.rawValue)
            }
        }
    }

    /// Leaves as little in the WAL as siblings that are at work allow.
    private func settle() {
        do {
            try store.checkpoint()
        } catch {
            logger.info("no checkpoint at the end", error: error)
        }
        logger.info("ended", metadata: ["requests": "\(server.requestsServed)"])
    }
}

extension Worker {
    /// Purges every few minutes, not all workers of a host at once.
    private func keepHouse() {
        var doubt: String?
        while true {
            sleep(.seconds(Int.random(in: 240...360)))
            do {
                let removal = try purging.all(clock: timeOfDay)
                if removal.count > 0 { logger.debug("purged", metadata: ["rows": "\(removal.count)"]) }
                if let news = removal.doubt, news != doubt { logger.warning("\(news)") }
                doubt = removal.doubt
            } catch {
                logger.warning("cannot purge", error: error)
            }
        }
    }

    /// Notices a change of the key file, or its loss, while nobody asks.
    private func watchKeys() {
        guard let watchedKeys else { return }
        while true {
            sleep(.seconds(1))
            watchedKeys.look()
        }
    }

    /// Tells the supervisor that the process is well, as long as it is.
    private func tellPulse() {
        guard let interval = supervisor.watchdogInterval else { return }
        while true {
            switch pulse.check() {
            case .well:
                let status = "\(server.requestsServed) requests, \(server.openConnections) connections"
                supervisor.tell(.alive, .status(status))
            case .stuck(let duration):
                logger.error("a thread is stuck", metadata: ["seconds": "\(duration.components.seconds)"])
            }
            sleep(interval / 3)
        }
    }

    private func sleep(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        nanosleep(&time, nil)
    }
}
