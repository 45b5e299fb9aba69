// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// An nginx that serves nothing, on sockets in a folder, for as long as it is kept.
final class LoneNginx {
    let pidFile: String

    /// What starts it, or with `-s` tells it something.
    let command: String

    private let folder: TemporaryFolder

    init(_ folder: TemporaryFolder) throws {
        self.folder = folder
        pidFile = folder.path("nginx.pid")
        let arguments = ["-c", folder.path("nginx.conf"), "-e", folder.path("nginx.log")]
        command = (["/usr/sbin/nginx"] + arguments).joined(separator: " ")
        try listen("unix:\(folder.path("own"))")
        let started = try Output.of("/usr/sbin/nginx", arguments)
        try #require(started.status == 0, "\(started.standardError)")
        // What has started it is gone before it has started what serves.
        #expect(eventually { hasChildren })
    }

    deinit {
        if let process { kill(process, SIGTERM) }
    }

    private var process: pid_t? {
        (try? folder.text("nginx.pid")).flatMap { pid_t($0.trimmingCharacters(in: .newlines)) }
    }

    private var hasChildren: Bool {
        guard let process else { return false }
        return (try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8))?.isEmpty
            == false
    }

    /// Writes its file, in which it listens there alone.
    func listen(_ place: String) throws {
        let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { name in
            "\(name)_temp_path \(folder.path(name));"
        }
        try folder.write(
            "nginx.conf",
            """
            pid \(pidFile);
            error_log \(folder.path("nginx.log"));
            worker_processes 1;
            events { }
            http { access_log off; \(paths.joined(separator: " ")) server { listen \(place); } }
            """)
    }
}
