// SPDX-License-Identifier: Apache-2.0

import Basics
import CGI
import Logging

extension Logger {
    /// Writes down what happened on the wire besides requests.
    func write(_ event: Server.Event) {
        switch event {
        // It was answered, and the answer is in the log.
        case .refused: break
        case .dropped(let drop): write(drop)
        case .acceptFailed(let code): error("cannot accept a connection: \(systemMessage(code))")
        case .evicted: notice("closed the longest idle connection: there are as many as --max-connections allows")
        case .draining(let count): info("draining", metadata: ["connections": "\(count)"])
        case .drainTimedOut(let count):
            warning("the time for draining is over", metadata: ["connections": "\(count)"])
        }
    }

    private func write(_ drop: Server.Drop) {
        switch drop {
        case .malformed(let what):
            warning("dropped a connection whose bytes are no request", metadata: ["reason": "\(what)"])
        case .requestDeadline: notice("dropped a request that did not arrive in time")
        case .answerDeadline: notice("dropped an answer that was not taken in time")
        case .stopped: notice("cut a request: the server was stopped")
        case .cut, .peerGone: debug("a client went away before its answer")
        }
    }
}

extension Logger {
    /// Writes down what has happened to the keys.
    func write(_ event: WatchedKeys.Event) {
        switch event {
        case .renewed(let id): notice("took up the keys of the key file", metadata: ["signing": "\(id)"])
        case .failed(let failure): error("the keys that were read before go on", error: failure)
        case .recovered: notice("the key file can be used again")
        }
    }
}
