// SPDX-License-Identifier: Apache-2.0

import CFastCGI
import Glibc

/// What becomes of a connection after a conversation about one request.
enum Afterwards: Equatable {
    /// It stays open for the next request.
    case keep
    /// It is closed for a drain, once what the peer has sent by now is answered.
    case last
    /// It is closed: the peer wished so, or has gone without saying anything.
    case close
    /// It is closed, and the operator learns why.
    case drop(Server.Drop)
    /// The same, where libfcgi has closed the descriptor already.
    case dropClosed(Server.Drop)
}

/// A wire: reads one request from a connection, has it answered and writes the answer.
protocol Conversation: AnyObject {
    func exchange(on connection: Connection) -> Afterwards
}

/// A thread that serves whichever connection has a request.
struct Worker {
    let server: Server
    let watch: Watch

    /// Serves until the server ends.
    func run() {
        let conversation = server.wire.conversation(server: server, watch: watch)
        var event = epoll_event()
        while true {
            guard epoll_wait(server.connections.epoll, &event, 1, -1) == 1 else { continue }
            guard event.data.u64 != Connections.stopID else { return }
            guard let connection = server.connections.take(event.data.u64) else { continue }
            serve(connection, conversation)
        }
    }

    /// Serves one request, then lets the connection wait among the others.
    ///
    /// Staying with it for a moment first would save two system calls when its next request is quick. Measured
    /// through a busy nginx, with 20 to 1000 µs, it took more processor time a request and answered no more of them.
    private func serve(_ connection: Connection, _ conversation: any Conversation) {
        watch.serving(since: .now())
        var afterwards = conversation.exchange(on: connection)
        while afterwards == .last {
            // The peer may have sent its next request since the answer left: shut for reading, the socket still
            // gives out what has come, and takes no more. Closed with a request in it, that one would be lost.
            shutdown(connection.descriptor, Int32(SHUT_RD))
            afterwards = conversation.exchange(on: connection)
        }
        watch.serving(since: nil)
        if afterwards == .keep, server.phase != .stopped {
            server.connections.park(connection, at: .now())
        } else {
            end(connection, afterwards)
        }
    }

    private func end(_ connection: Connection, _ afterwards: Afterwards) {
        switch afterwards {
        case .keep, .last, .close:
            server.connections.close(connection)
        case .drop(let reason):
            server.observe(.dropped(reason))
            server.connections.close(connection)
        case .dropClosed(let reason):
            server.observe(.dropped(reason))
            server.connections.forget(connection)
        }
        if server.phase == .draining { server.wakeUp.signal() }
    }
}
