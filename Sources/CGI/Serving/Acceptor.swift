// SPDX-License-Identifier: Apache-2.0

import CFastCGI
import Glibc

/// The thread that accepts connections and looks after the deadlines.
struct Acceptor {
    /// How long accepting pauses when descriptors ran out and no connection could be closed for one.
    private static let pause = Duration.milliseconds(100)

    private let server: Server
    /// How often deadlines are looked at: a tenth of the shortest, four times a second at the least.
    private let interval: Duration
    private var complainsAgain: Moment = 0
    private var acceptsAgain: Moment = 0
    private var drainEnds: Moment?

    init(server: Server) {
        self.server = server
        let shortest = min(server.settings.requestDeadline, server.settings.answerDeadline) / 10
        interval = min(max(shortest, .milliseconds(10)), .milliseconds(250))
    }

    /// Watches until the server is stopped or drained.
    consuming func run() {
        while true {
            let now = Moment.now()
            switch server.phase {
            case .stopped: return
            case .draining where isDrained(at: now): return
            case .draining, .running: break
            }
            wait(until: now.advanced(by: interval))
            server.watches.forEach { $0.enforce(at: .now()) }
        }
    }

    private mutating func wait(until deadline: Moment) {
        let accepts = drainEnds == nil && acceptsAgain <= .now()
        var interests = [
            pollfd(fd: server.wakeUp.descriptor, events: Int16(POLLIN), revents: 0),
            // poll passes over a negative descriptor.
            pollfd(fd: accepts ? server.listener.descriptor : -1, events: Int16(POLLIN), revents: 0),
        ]
        let limit = accepts || drainEnds != nil ? deadline : min(deadline, acceptsAgain)
        let milliseconds = max(0, (limit - .now() + 999_999) / 1_000_000)
        guard poll(&interests, 2, Int32(milliseconds)) > 0 else { return }
        if interests[0].revents != 0 { server.wakeUp.reset() }
        if interests[1].revents != 0 { accept() }
    }

    /// Accepts what waits.
    private mutating func accept() {
        while server.phase == .running || drainEnds != nil {
            guard hasRoom || (someoneWaits && makeRoom()) else { return }
            let descriptor = accept4(server.listener.descriptor, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
            if descriptor >= 0 {
                server.connections.admit(descriptor, at: .now(), expecting: server.settings.requestDeadline)
                continue
            }
            let code = errno
            switch code {
            case EINTR, ECONNABORTED: continue
            case EAGAIN: return
            // The kernel asks for a descriptor before it looks whether there is a connection for it.
            default: guard someoneWaits, recover(from: code) else { return }
            }
        }
    }

    private var hasRoom: Bool { server.connections.count < server.settings.maxConnections }

    /// Whether there is a connection to accept: none is closed for the sake of nobody.
    private var someoneWaits: Bool {
        var interest = pollfd(fd: server.listener.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&interest, 1, 0) > 0
    }

    /// Closes the longest idle connection for one more; false when none is idle, and accepting pauses.
    private mutating func makeRoom() -> Bool {
        guard server.connections.closeLongestIdle(at: .now()) else {
            acceptsAgain = Moment.now().advanced(by: Self.pause)
            return false
        }
        server.observe(.evicted)
        return true
    }

    /// Frees a descriptor, else pauses: poll would say at once, for ever, that there is something to accept.
    private mutating func recover(from code: Int32) -> Bool {
        complain(of: code)
        if code == EMFILE || code == ENFILE, server.connections.closeLongestIdle(at: .now()) { return true }
        acceptsAgain = Moment.now().advanced(by: Self.pause)
        return false
    }

    /// Once a second: it fails as often as somebody connects.
    private mutating func complain(of code: Int32) {
        guard complainsAgain <= .now() else { return }
        complainsAgain = Moment.now().advanced(by: .seconds(1))
        server.observe(.acceptFailed(errno: code))
    }

    private mutating func isDrained(at now: Moment) -> Bool {
        if drainEnds == nil { beginDrain(at: now) }
        let open = server.connections.count
        if open == 0 { return true }
        guard let drainEnds, drainEnds <= now else { return false }
        server.observe(.drainTimedOut(connections: open))
        return true
    }

    /// Lets in who has already connected to a socket file of ours, once nobody can join them.
    ///
    /// No sibling would answer them; what waits on an inherited socket is left to those who share it.
    private mutating func beginDrain(at now: Moment) {
        drainEnds = now.advanced(by: server.settings.drainTimeout)
        if server.listener.file != nil {
            server.listener.unlinkFile()
            accept()
        }
        server.observe(.draining(connections: server.connections.count))
    }
}
