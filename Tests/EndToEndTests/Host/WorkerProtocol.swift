// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What nginx and the workers speak to each other.
enum WorkerProtocol: String {
    case fastcgi, scgi

    /// What they speak in this run of the suite: what GATEHOUSE_TEST_PROTOCOL says, else FastCGI.
    static let current: WorkerProtocol = {
        guard let name = ProcessInfo.processInfo.environment["GATEHOUSE_TEST_PROTOCOL"] else { return .fastcgi }
        guard let known = WorkerProtocol(rawValue: name) else {
            preconditionFailure("GATEHOUSE_TEST_PROTOCOL is \(name), but it must be fastcgi or scgi")
        }
        return known
    }()

    /// What a test says to nginx about the workers over FastCGI, said about what is spoken in this run.
    ///
    /// What is behind the gate is spoken to as before.
    static func directives(_ text: String) -> String {
        guard current == .scgi else { return text }
        return text.replacing(/include gatehouse\/(api|gate)\.conf;/) { "include gatehouse/\($0.1)_scgi.conf;" }
            .replacing(/fastcgi_(param GATEHOUSE_REQUIRE|intercept_errors|cache)/) { "scgi_\($0.1)" }
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs what is about one protocol over that alone, and says why.
    static func over(_ only: WorkerProtocol, _ reason: Comment) -> Self {
        .enabled(if: WorkerProtocol.current == only, reason)
    }
}
