// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Logging

extension Notation where Value == [UInt8] {
    /// A secret that tokens can be signed with.
    ///
    /// It is not trimmed: every byte counts.
    static let signingSecret = Notation(
        allowed: "32 bytes or more that nobody can guess; `openssl rand -base64 48` makes them"
    ) { text in
        let bytes = Array(text.utf8)
        return (try? Key.secret(bytes)) == nil ? nil : bytes
    }
}

extension Notation where Value == Algorithm {
    /// An algorithm that tokens can be signed with.
    static let algorithm = Notation(
        allowed: "one of \(Algorithm.allCases.map(\.rawValue).joined(separator: ", "))"
    ) { text in
        let name = text.trimmed.lowercased()
        return Algorithm.allCases.first { $0.rawValue.lowercased() == name }
    }
}

extension Notation where Value == HashingMethod {
    /// A method of hashing, by its name in crypt(5).
    static let hashingMethod = word(["bcrypt": .bcrypt, "yescrypt": .yescrypt])
}

extension Notation where Value == [RateLimit] {
    /// Limits in the notation of Flask-Limiter.
    static let rateLimits = Notation(allowed: "limits such as \"5 per minute\" or \"10/minute;100/day\"") { text in
        try? [RateLimit](flaskLimiter: text)
    }
}

extension Notation where Value == Logger.Level {
    /// The names of Python's levels, and those of swift-log.
    static let logLevel = word([
        "CRITICAL": .critical, "ERROR": .error, "WARNING": .warning, "NOTICE": .notice, "INFO": .info,
        "DEBUG": .debug, "TRACE": .trace,
    ])
}

extension Notation where Value == String {
    /// The name of a member of an error's body; `code` has its own meaning there.
    static let messageKey = Notation(allowed: "the name of a member, other than code") { text in
        text == "code" ? nil : text
    }

    /// What stands before the path of every route.
    static let basePath = Notation(allowed: "a path such as /auth, without a slash at its end") { text in
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        let isPath = segments.count > 1 && segments[0].isEmpty && !segments.dropFirst().contains("")
        return isPath && !text.contains(where: { "?#{} ".contains($0) }) ? text : nil
    }
}
