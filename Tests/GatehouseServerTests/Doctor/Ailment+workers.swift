// SPDX-License-Identifier: Apache-2.0

import CGI
import Foundation
import TestSupport
import Testing

@testable import GatehouseServer

extension Ailment {
    static let ofWorkers: [Ailment] = [
        Ailment("worker-silent", "listens and does not answer") { host in
            let socket = "\(host.workers)/\(getpid())"
            unlink(socket)
            _ = try Listener.unix(path: socket, mode: 0o600)
            host.patience = .milliseconds(200)
        },
        Ailment("worker-troubled", "by its keys", changing: { $0.workers[0].complaint = "the key file is broken" }),
        wanted("workers-setting", "WORKERS=1 # one"),
        wanted("workers-setting", "WORKERS=100"),
        wanted("worker-count", "WORKERS=2"),
        Ailment("worker-count", "none runs") { host in unlink("\(host.workers)/\(getpid())") },
        Ailment("worker-count", "nothing said of how many") { $0.defaults = "" },
        Ailment("worker-count", "no file that could say it") { $0.defaults = nil },
        Ailment("worker-count", "one too many", also: ["worker-silent"]) { host in
            _ = try Listener.unix(path: "\(host.workers)/1", mode: 0o600)
            host.patience = .milliseconds(200)
        },
    ]

    /// A line in what systemd is told of the workers.
    private static func wanted(_ check: String, _ line: String) -> Ailment {
        Ailment(check, line) { $0.defaults = line + "\n" }
    }
}

extension SoundHost {
    /// The folder with the sockets of the workers.
    fileprivate var workers: String { database + "-workers" }
}
