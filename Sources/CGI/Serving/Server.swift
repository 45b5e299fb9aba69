// SPDX-License-Identifier: Apache-2.0

import Basics
import CFastCGI
import Glibc
import Synchronization

/// Serves an application on a listener: one acceptor, some worker threads, any number of connections.
///
/// A thread serves a request, not a connection: a kept connection without one waits in epoll and costs a
/// descriptor. The acceptor, the thread that called ``run(onStart:)``, accepts and enforces the deadlines.
public final class Server: Sendable {
    enum Phase: UInt8, AtomicRepresentable {
        case running, draining, stopped
    }

    let listener: Listener
    let wire: Wire
    let settings: Settings
    let application: any Application
    let observe: @Sendable (Event) -> Void

    let connections = Connections()
    let watches: [Watch]
    /// Signalled for the acceptor: a drain, a stop, or the last connection gone during a drain.
    let wakeUp = EventDescriptor()
    /// Signalled once, for all workers.
    let stopEvent = EventDescriptor()
    let served = Atomic<Int>(0)
    private let currentPhase = Atomic<Phase>(.running)

    /// A server that will answer on the listener once it runs; it closes the listener at its end.
    ///
    /// - Parameters:
    ///   - listener: where it accepts.
    ///   - wire: what is spoken there.
    ///   - settings: its bounds.
    ///   - application: what answers.
    ///   - observe: called on the server's threads, so it must be quick.
    public init(
        listener: Listener, speaking wire: Wire = .fastCGI, settings: Settings, application: any Application,
        observe: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.listener = listener
        self.wire = wire
        self.settings = settings
        self.application = application
        self.observe = observe
        watches = (0..<settings.threads).map { _ in Watch() }
    }

    /// Serves until a drain is complete or the server is stopped; may be called once.
    ///
    /// Every signal is blocked in the calling thread meanwhile, as in the workers.
    ///
    /// - Parameter onStart: called once every thread and descriptor is there that serving needs.
    /// - Throws: an error with one sentence when the system gives no threads or descriptors.
    public func run(onStart: () -> Void = {}) throws {
        try SignalMask.blockingAll { try serve(onStart) }
    }

    /// Begins a drain: accepts no more, answers what comes on open connections and closes each after that answer.
    ///
    /// Idle connections are left to the peer to close: a connection closed here in the moment in which a request is
    /// sent would lose it. After the drain timeout ``run(onStart:)`` returns all the same. From any thread.
    public func drain() {
        advance(to: .draining)
    }

    /// Ends at once: requests in flight are cut.
    ///
    /// From any thread; ``run(onStart:)`` returns when its threads have.
    public func stop() {
        advance(to: .stopped)
    }

    /// How many connections are open.
    public var openConnections: Int { connections.count }

    /// How many open connections wait for a request.
    public var idleConnections: Int { connections.waitingCount }

    /// How many requests have been answered, refusals among them.
    public var requestsServed: Int { served.load(ordering: .relaxed) }

    /// How many threads are serving a request.
    public var busyThreads: Int { watches.count { $0.servingSince != nil } }

    /// How long the thread that is longest at one request has been at it; nil when none is.
    public var longestRequest: Duration? {
        watches.compactMap(\.servingSince).min().map { .nanoseconds(max(0, Moment.now() - $0)) }
    }

    var phase: Phase { currentPhase.load(ordering: .acquiring) }

    private func advance(to next: Phase) {
        var known = phase
        while known.rawValue < next.rawValue {
            let (exchanged, original) = currentPhase.compareExchange(
                expected: known, desired: next, ordering: .acquiringAndReleasing)
            if exchanged { break }
            known = original
        }
        wakeUp.signal()
    }

    private func serve(_ onStart: () -> Void) throws {
        defer { listener.unlinkFile(); close(listener.descriptor) }
        try wire.prepare()
        guard connections.epoll >= 0, wakeUp.descriptor >= 0, connections.addStop(stopEvent.descriptor) else {
            throw ThreadError(code: errno)
        }
        var threads: [POSIXThread] = []
        defer {
            watches.forEach { $0.cut() }
            stopEvent.signal()
            threads.forEach { $0.join() }
            connections.closeWaiting()
        }
        for watch in watches {
            threads.append(try POSIXThread { [self] in Worker(server: self, watch: watch).run() })
        }
        onStart()
        Acceptor(server: self).run()
        advance(to: .stopped)
    }
}
