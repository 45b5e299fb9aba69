// SPDX-License-Identifier: Apache-2.0

import Basics
import CGI
import Glibc

/// Who has started the process and waits for word: systemd, by sd_notify(3).
///
/// Without `$NOTIFY_SOCKET` nobody waits, and to tell is to do nothing.
struct Supervisor: Sendable {
    /// What the supervisor wants to know.
    enum Word: Sendable, Equatable {
        /// Requests are answered from now on.
        case ready
        /// The process is about to end.
        case stopping
        /// How things stand, in words for `systemctl status`.
        case status(String)
        /// The process is well.
        case alive

        fileprivate var line: String {
            switch self {
            case .ready: "READY=1"
            case .stopping: "STOPPING=1"
            case .status(let text): "STATUS=\(text.printable)"
            case .alive: "WATCHDOG=1"
            }
        }
    }

    /// How often the supervisor wants to hear that the process is well, where it does.
    let watchdogInterval: Duration?

    private let address: String?

    /// The supervisor that the environment names for the process of that number.
    init(environment: [String: String], process: Int32 = getpid()) {
        address = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        let isForUs = environment["WATCHDOG_PID"].map { $0 == String(process) } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) }
        watchdogInterval = microseconds.flatMap { isForUs && $0 > 0 ? .microseconds($0) : nil }
    }

    /// Tells these words in one datagram, and returns why the supervisor has not heard them; nil where it has, or where
    /// nobody waits.
    @discardableResult
    func tell(_ words: Word...) -> String? {
        guard let address, let reason = Self.send(words, to: address) else { return nil }
        return "NOTIFY_SOCKET is \(address.printable): \(reason)"
    }

    /// Returns why the words could not be sent; nil where they were.
    private static func send(_ words: [Word], to address: String) -> String? {
        guard let destination = UnixAddress(address) else { return "its path is too long" }
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return systemMessage(errno) }
        defer { close(socket) }
        let message = Array(words.map(\.line).joined(separator: "\n").utf8)
        let isSent = destination.withPointer { pointer, length in
            sendto(socket, message, message.count, Int32(MSG_NOSIGNAL), pointer, length) == message.count
        }
        return isSent ? nil : systemMessage(errno)
    }
}
