// SPDX-License-Identifier: Apache-2.0

import Glibc

extension Premises {
    /// nginx goes by what stands in its files.
    ///
    /// That it is told to tells nothing: a reload succeeds before nginx has tried, and where it cannot, since a port is
    /// taken for example, it goes on with what it had. Where it can it begins with new processes.
    ///
    /// - Parameter patience: how long that may take: nginx reads all of its files, and tries for 2.5 seconds to have a
    ///   port.
    /// - Throws: ``Failure`` where nginx does not take them up.
    func reloadNginx(patience: Duration = .seconds(30)) throws {
        let former = nginxProcess.flatMap(children) ?? []
        try run("systemctl reload-or-restart nginx.service")
        // Where these cannot be seen the word of systemctl has to do.
        guard let process = nginxProcess else { return }
        let end = ContinuousClock.now + patience
        while let present = children(of: process), present.isSubset(of: former) {
            guard ContinuousClock.now < end else {
                throw Failure(
                    .unavailable, "nginx goes on with its former files: journalctl -u nginx or its error log says why")
            }
            usleep(10_000)
        }
    }

    /// The process that reads the files and starts the others; nil where systemd knows of none.
    private var nginxProcess: Int32? {
        let question = HostCommand("systemctl show -p MainPID --value nginx.service", path: host.environment["PATH"])
        return Int32(question.output.prefix { !$0.isNewline }).flatMap { $0 > 0 ? $0 : nil }
    }

    /// The processes that one has started (proc(5)); nil where that cannot be seen.
    private func children(of process: Int32) -> Set<Substring>? {
        guard let bytes = try? contents(ofFile: "/proc/\(process)/task/\(process)/children") else { return nil }
        return Set(String(decoding: bytes, as: UTF8.self).split(separator: " "))
    }
}
