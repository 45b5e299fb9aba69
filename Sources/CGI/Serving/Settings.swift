// SPDX-License-Identifier: Apache-2.0

extension Server {
    /// The bounds within which a server works.
    public struct Settings: Sendable {
        /// How many requests are served at a time.
        public var threads: Int
        /// How many connections may be open; one more closes the longest idle one.
        public var maxConnections: Int
        /// The largest body that is accepted, in bytes; also what a request holds in memory at most.
        ///
        /// Up to ``Server/Settings/vettedContentLength`` a body is looked through before libfcgi sees it.
        public var maxContentLength: Int
        /// How long a request may take to arrive once it has begun.
        public var requestDeadline: Duration
        /// How long an answer may take to leave.
        public var answerDeadline: Duration
        /// How long a drain waits for the connections to be closed.
        public var drainTimeout: Duration

        /// The largest ``maxContentLength`` at which no byte reaches libfcgi unseen: 96 KiB.
        public static let vettedContentLength = 98_304

        /// The bounds that suit a service of small JSON bodies.
        public init(
            threads: Int, maxConnections: Int = 1024, maxContentLength: Int = 65_536,
            requestDeadline: Duration = .seconds(5), answerDeadline: Duration = .seconds(5),
            drainTimeout: Duration = .seconds(15)
        ) {
            self.threads = max(1, threads)
            self.maxConnections = max(1, maxConnections)
            self.maxContentLength = max(0, maxContentLength)
            self.requestDeadline = requestDeadline
            self.answerDeadline = answerDeadline
            self.drainTimeout = drainTimeout
        }
    }
}
