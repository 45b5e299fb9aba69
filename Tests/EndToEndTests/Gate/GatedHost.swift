// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport
import Testing

/// A host with guarded locations of every kind: those of nginx/guarded_example.conf, with the places that stand in it
/// made the test's own, and those that a test adds.
final class GatedHost: Sendable {
    let host: Host
    let web: TemporaryDirectory
    private let upstream: Child

    /// The host of all tests that change nothing about it.
    static let shared: GatedHost = {
        do {
            let gated = try GatedHost(
                locations: GateBodyTests.locations + GatePolicyTests.locations + GateIdentityTests.locations
                    + GateBrowserTests.locations)
            Undertaker.shared.atExit { try? FileManager.default.removeItem(atPath: gated.web.path) }
            Undertaker.shared.atExit { try? FileManager.default.removeItem(atPath: gated.host.folder.path) }
            return gated
        } catch {
            preconditionFailure("no host: \(error)")
        }
    }()

    init(workers: Int = 1, locations: String = "", _ variables: [String: String] = [:]) throws {
        web = try TemporaryDirectory()
        let sockets = ["http.sock", "fastcgi.sock", "uwsgi.sock"].map(web.file)
        let script = Host.root.appending(path: "Tests/EndToEndTests/Gate/upstream.py").path
        upstream = try Child(
            ["/usr/bin/env", "python3", script] + sockets, environment: ["PATH": "/usr/bin:/bin"],
            log: web.file("upstream.log"))
        try Self.fill(web)
        let text = try Self.example(web) + Self.placed(locations, web)
        try text.write(toFile: web.file("locations.conf"), atomically: true, encoding: .utf8)
        host = try Host(workers: workers, variables, locations: web.file("locations.conf"))
        guard eventually({ sockets.allSatisfy { access($0, F_OK) == 0 } }) else {
            throw HostError("nothing is behind the gate")
        }
    }

    deinit { upstream.destroy() }

    /// Files below the gate.
    private static func fill(_ web: TemporaryDirectory) throws {
        for folder in ["reports/deep", "shop", "spa"] {
            try FileManager.default.createDirectory(atPath: web.file(folder), withIntermediateDirectories: true)
        }
        for (name, text) in [
            ("reports/index.html", "the reports"), ("reports/q1.txt", "first quarter"),
            ("reports/deep/index.html", "deep"), ("reports/x.php", "source of a script"), ("shop/index.php", ""),
            ("shop/logo.txt", "a logo"), ("spa/index.html", "the application"), ("gone.html", "all is well"),
        ] {
            try text.write(toFile: web.file(name), atomically: true, encoding: .utf8)
        }
    }

    private static func example(_ web: TemporaryDirectory) throws -> String {
        let text = try String(contentsOf: Host.root.appending(path: "nginx/guarded_example.conf"), encoding: .utf8)
        let places = [
            "/srv/www": "WEB", "http://127.0.0.1:3000": "HTTP_UPSTREAM", "http://127.0.0.1:3001": "HTTP_UPSTREAM",
            "unix:/run/php/php-fpm.sock": "FASTCGI_UPSTREAM",
        ]
        for place in places.keys { try #require(text.contains(place)) }
        return placed(places.reduce(text) { $0.replacing($1.key, with: $1.value) }, web)
    }

    /// A test's own locations, in which WEB, HTTP_UPSTREAM, FASTCGI_UPSTREAM and UWSGI_UPSTREAM stand for the places.
    private static func placed(_ locations: String, _ web: TemporaryDirectory) -> String {
        locations.replacing("WEB", with: web.path)
            .replacing("HTTP_UPSTREAM", with: "http://unix:\(web.file("http.sock")):")
            .replacing("FASTCGI_UPSTREAM", with: "unix:\(web.file("fastcgi.sock"))")
            .replacing("UWSGI_UPSTREAM", with: "unix:\(web.file("uwsgi.sock"))")
    }

    func placed(_ locations: String) -> String { Self.placed(locations, web) }
}

extension Reply {
    /// The values of a field that has reached what is behind the gate, in order and in whatever case its name; the body
    /// says what has come there.
    func passed(_ name: String) -> [String] {
        let fields = (json?["fields"]?.array ?? []).compactMap(\.array)
        // HTTP/2 has them in small letters, and so nginx passes them on.
        return fields.filter { $0.first?.string?.lowercased() == name.lowercased() }.compactMap { $0.last?.string }
    }
}
