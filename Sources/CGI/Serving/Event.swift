// SPDX-License-Identifier: Apache-2.0

extension Server {
    /// What an operator's log wants to know.
    public enum Event: Sendable {
        /// A request was refused on the wire, or its answer could not be written.
        case refused(Refusal, in: Environment)
        /// A connection was closed without an answer, or before the end of one.
        case dropped(Drop)
        /// Descriptors or memory ran out at accept, with this `errno`; the longest idle connection was closed, or,
        /// where there was none, accepting paused for a moment.
        case acceptFailed(errno: Int32)
        /// The longest idle connection was closed, since there are as many as are allowed.
        case evicted
        /// A drain has begun with this many connections open.
        case draining(connections: Int)
        /// The drain's time is over with this many connections still open.
        case drainTimedOut(connections: Int)
    }

    /// Why a connection was dropped.
    public enum Drop: Error, Sendable, Equatable {
        /// The bytes are no request, or one that would bring libfcgi down; says what they are.
        case malformed(String)
        /// The peer went away in the midst of a request.
        case cut
        /// The request did not arrive in time.
        case requestDeadline
        /// The answer was not taken in time.
        case answerDeadline
        /// The peer went away before its answer.
        case peerGone
        /// The server was stopped.
        case stopped
    }
}
