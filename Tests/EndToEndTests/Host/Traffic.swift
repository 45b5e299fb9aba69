// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import TestSupport

/// Clients that ask without a pause until they are told to end: some look at a profile, some log out what they have
/// just logged in.
final class Traffic: Sendable {
    /// How many ask at once.
    static let clients = 6

    /// What a client was told.
    struct Answer: Sendable {
        let status: Int
        /// The token whose end was acknowledged.
        var endedToken: String?
    }

    private let counted = Mutex(0)
    private let isOver = Mutex(false)
    private let gathered = Mutex<(@Sendable () -> [[Answer]])?>(nil)

    /// How many logouts have been acknowledged.
    var logouts: Int { counted.withLock { $0 } }

    init(on host: Host, as reader: String) throws {
        _ = try host.post("/register", Host.credentials("traffic"))
        let number = Counter()
        let wait = concurrentlyStarted(Self.clients) { [self] in
            let reads = number.next() % 2 == 0
            var answers: [Answer] = []
            while !isOver.withLock({ $0 }) {
                answers += reads ? [Self.read(host, reader)] : logOut(host)
            }
            return answers
        }
        gathered.withLock { $0 = wait }
    }

    /// Ends it and returns all answers.
    func end() -> [Answer] {
        isOver.withLock { $0 = true }
        return gathered.withLock { $0 }?().flatMap { $0 } ?? []
    }

    private static func read(_ host: Host, _ token: String) -> Answer {
        Answer(status: (try? host.get("/profile", token: token).status) ?? 0)
    }

    private func logOut(_ host: Host) -> [Answer] {
        guard let login = try? host.post("/login", Host.credentials("traffic")) else { return [Answer(status: 0)] }
        guard login.status == 200 else { return [Answer(status: login.status)] }
        let status = (try? host.ask("DELETE", "/logout", token: login.access).status) ?? 0
        if status == 200 { counted.withLock { $0 += 1 } }
        return [Answer(status: 200), Answer(status: status, endedToken: status == 200 ? login.access : nil)]
    }
}
