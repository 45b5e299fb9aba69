// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where on a host the files are of what is installed there.
struct Premises {
    let application: String
    let host: Host

    private var etc: String { host.configurationFolder }

    /// The settings.
    var settings: String { "\(etc)/\(application)/\(application).env" }

    /// What systemd is told of the workers.
    var defaults: String { "\(etc)/default/\(application)" }

    /// The secret.
    var secret: String { "\(etc)/\(application)/credentials/\(Settings.secretKey.name)" }

    /// The server in nginx.
    var site: String { "\(etc)/nginx/sites-available/\(application)" }

    /// What switches the server on.
    var link: String { "\(etc)/nginx/sites-enabled/\(application)" }

    /// What nginx is told of this host.
    var origins: String { "\(etc)/nginx/\(application)/site.conf" }

    /// The pool of workers.
    var target: String { "\(application).target" }

    /// What is chosen at present.
    func configuration() throws -> Configuration {
        try Configuration.read(file: settings, of: application, in: host)
    }

    /// - Throws: ``Failure`` where nothing is installed here, or where it may not be changed.
    func check(isRehearsal: Bool) throws(Failure) {
        for path in [settings, site, origins] where access(path, F_OK) != 0 {
            throw Failure(.unavailable, "there is no \(path): install the package first")
        }
        guard isRehearsal || access(settings, W_OK) == 0 else {
            throw Failure(.unavailable, "\(settings) may not be changed by this user: run it as root")
        }
    }

    /// The text of one of the files.
    func text(of path: String) throws(Failure) -> String {
        let bytes = try contents(ofFile: path, orFail: .unavailable)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.unavailable, "cannot read \(path) as text")
        }
        return text
    }

    /// Runs a command of the shell.
    ///
    /// - Throws: ``Failure`` with the first line that the command has said, where it fails.
    func run(_ command: String) throws {
        let command = HostCommand(command, path: host.environment["PATH"])
        guard command.status != 0 else { return }
        let line = command.output.split(separator: "\n").first.map(String.init) ?? "exit code \(command.status)"
        throw Failure(.unavailable, "\(command.text): \(line.printable)")
    }

    /// The version of nginx; nil where it does not say one.
    var nginxVersion: DebianVersion? {
        let answer = HostCommand("nginx -v", path: host.environment["PATH"]).output
        return answer.firstMatch(of: /nginx\/([0-9.]+)/).map { DebianVersion(String($0.1)) }
    }

    /// Whether a command of the shell succeeds.
    func succeeds(_ command: String) -> Bool {
        HostCommand(command, path: host.environment["PATH"]).status == 0
    }
}
