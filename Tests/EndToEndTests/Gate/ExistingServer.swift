// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A server that was there before Gatehouse, by its nginx on a socket: it has none of server.conf, and habits of its
/// own.
final class ExistingServer {
    private let gated: GatedHost
    private let nginx: Child
    private let socket: String

    /// Starts one; `http` and `server` are what stands in those blocks beside what a guarded location needs.
    init(_ gated: GatedHost, http: String = "", server: String) throws {
        self.gated = gated
        let folder = gated.host.folder
        let name = "existing-\(UUID().uuidString.prefix(8))"
        socket = folder.file("\(name).sock")
        let text = """
                include gatehouse/http.conf;
                include gatehouse/site.conf;
                \(gated.placed(http))
                server {
                    listen unix:\(socket);
                    include gatehouse/errors.conf;
                    location = /is-there { return 204; }
                    \(gated.placed(server))
                }
            """
        let main = try String(contentsOfFile: folder.file("nginx.conf"), encoding: .utf8)
            .replacing("include server.conf;", with: WorkerProtocol.directives(text))
            .replacing("pid nginx.pid", with: "pid \(name).pid")
        try main.write(toFile: folder.file("\(name).conf"), atomically: true, encoding: .utf8)
        nginx = try gated.host.startNginx(with: "\(name).conf")
        let log = gated.host.folder.file("nginx.log")
        guard try eventually({ try self.curl("/is-there").status == 204 }) else {
            throw HostError("nginx does not answer: \((try? String(contentsOfFile: log, encoding: .utf8)) ?? "")")
        }
    }

    deinit { nginx.end() }

    func curl(_ path: String, _ arguments: [String] = []) throws -> Reply {
        let always = ["curl", "--silent", "--include", "--path-as-is", "--max-time", "20", "--unix-socket", socket]
        return Reply(try run(always + arguments + ["http://localhost\(path)"]).standardOutput)
    }

    func get(_ path: String, token: String?) throws -> Reply {
        try curl(path, token.map { ["--header", "Authorization: Bearer \($0)"] } ?? [])
    }
}
