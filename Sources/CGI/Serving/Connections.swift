// SPDX-License-Identifier: Apache-2.0

import CFastCGI
import Glibc
import Synchronization

/// A connection from the web server.
///
/// Whoever holds the value, one thread at a time, may use and close it.
struct Connection: Sendable {
    let id: UInt64
    let descriptor: Int32
}

/// The connections of a server: those that wait in epoll for bytes, and the number of all.
///
/// Taking a waiting connection out is one step under its drawer's lock, so that a thread which serves it and the
/// acceptor who closes it can never both have it; a descriptor is closed by its holder alone.
final class Connections: Sendable {
    /// The id of the event that ends the workers, in the same epoll set.
    static let stopID: UInt64 = 0

    private struct Waiting {
        let descriptor: Int32
        /// From when on it counts as idle.
        let idleFrom: Moment
    }

    let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    /// The connections that wait, by their id, each in the drawer of that id: one lock for all of them would be asked
    /// for twice a request by every thread.
    private let drawers = InlineArray<16, Mutex<[UInt64: Waiting]>> { _ in Mutex([:]) }
    private let total = Atomic<Int>(0)
    private let lastID = Atomic<UInt64>(Connections.stopID)

    deinit {
        if epoll >= 0 { Glibc.close(epoll) }
    }

    /// How many are open.
    var count: Int { total.load(ordering: .relaxed) }

    /// How many wait for a request.
    var waitingCount: Int {
        drawers.indices.reduce(0) { count, index in count + drawers[index].withLock(\.count) }
    }

    /// Takes in an accepted socket and waits for its first bytes.
    ///
    /// Its first request is on its way, and would be lost if it were closed now: for so long it does not count as idle.
    func admit(_ descriptor: Int32, at now: Moment, expecting patience: Duration) {
        total.wrappingAdd(1, ordering: .relaxed)
        let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
        let connection = Connection(id: id, descriptor: descriptor)
        wait(with: connection, idleFrom: now.advanced(by: patience), EPOLL_CTL_ADD)
    }

    /// Takes a connection that has bytes out of the waiting ones; nil when it was closed meanwhile.
    func take(_ id: UInt64) -> Connection? {
        drawers[drawer(of: id)].withLock { waiting in
            waiting.removeValue(forKey: id).map { Connection(id: id, descriptor: $0.descriptor) }
        }
    }

    /// Lets a connection wait for its next request.
    func park(_ connection: Connection, at now: Moment) {
        wait(with: connection, idleFrom: now, EPOLL_CTL_MOD)
    }

    /// Closes a connection.
    func close(_ connection: Connection) {
        Glibc.close(connection.descriptor)
        forget(connection)
    }

    /// Forgets a connection whose descriptor is closed: its number may belong to another one by now.
    func forget(_ connection: Connection) {
        total.wrappingSubtract(1, ordering: .relaxed)
    }

    /// Closes the connection that has been idle longest and has nothing to say; false when there is none.
    func closeLongestIdle(at now: Moment) -> Bool {
        let idle = waiting.filter { $0.value.idleFrom <= now }.sorted { $0.value.idleFrom < $1.value.idleFrom }
        for (id, waiting) in idle where !Self.hasInput(waiting.descriptor) {
            guard let connection = take(id) else { continue }
            close(connection)
            return true
        }
        return false
    }

    /// Closes all that wait.
    func closeWaiting() {
        for (id, _) in waiting {
            if let connection = take(id) { close(connection) }
        }
    }

    /// Adds the descriptor whose readability ends every worker.
    func addStop(_ descriptor: Int32) -> Bool {
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: Self.stopID))
        return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0
    }

    private func drawer(of id: UInt64) -> Int { Int(id % UInt64(drawers.count)) }

    /// All that wait at this moment.
    private var waiting: [(key: UInt64, value: Waiting)] {
        drawers.indices.flatMap { index in drawers[index].withLock { Array($0) } }
    }

    private func wait(with connection: Connection, idleFrom moment: Moment, _ operation: Int32) {
        let interest = EPOLLIN.rawValue | EPOLLRDHUP.rawValue | EPOLLONESHOT.rawValue
        var event = epoll_event(events: interest, data: epoll_data_t(u64: connection.id))
        // Both under the lock: once it stands in the drawer the acceptor may close it, and the descriptor be another's.
        let isHeard = drawers[drawer(of: connection.id)].withLock { waiting in
            guard epoll_ctl(epoll, operation, connection.descriptor, &event) == 0 else { return false }
            waiting[connection.id] = Waiting(descriptor: connection.descriptor, idleFrom: moment)
            return true
        }
        // No memory for it in the kernel: without epoll the connection would never be heard again.
        if !isHeard { close(connection) }
    }

    /// A descriptor may have been closed and reused since it was listed: then the answer is about another
    /// connection, and ``take(_:)`` decides by id.
    private static func hasInput(_ descriptor: Int32) -> Bool {
        var interest = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&interest, 1, 0) > 0
    }
}
