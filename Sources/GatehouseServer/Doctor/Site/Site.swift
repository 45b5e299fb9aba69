// SPDX-License-Identifier: Apache-2.0

/// The part of nginx's configuration that has to do with Gatehouse.
struct Site: Sendable {
    /// What nginx is told.
    let nginx: Nginx

    /// The servers that ask a worker, or have locations which a check guards.
    let servers: [Nginx.Block]

    /// Where requests are passed to workers as to any application.
    let apis: [Nginx.Passing]

    /// Where workers are asked whether somebody may come in.
    let checks: [Nginx.Passing]

    /// The locations that such a check guards.
    let guarded: [Guarded]

    /// All that passes requests on in these servers.
    let passings: [Nginx.Passing]

    init(_ nginx: Nginx, _ workers: Workers) {
        self.nginx = nginx
        let all = nginx.servers.flatMap(\.passings)
        checks = all.filter(\.isCheck)
        let workers = workers.joined(by: checks.map(\.target), in: nginx)
        let guarded = nginx.servers.flatMap { $0.guarded(by: workers) }
        let asked = guarded.compactMap(\.check)
        self.guarded = guarded
        apis = all.filter { !$0.isCheck && workers.include($0) && !asked.contains($0.block) }
        let blocks = (apis + checks).map(\.block) + guarded.map(\.block)
        let servers = blocks.compactMap { $0.enclosing("server") }
        self.servers = nginx.servers.filter(servers.contains)
        passings = self.servers.flatMap(\.passings)
    }

    /// The variable of CGI whose presence makes a request a check.
    static let policy = "GATEHOUSE_REQUIRE"
}

extension Site {
    /// The servers and all places in them.
    var blocks: [Nginx.Block] { servers.flatMap { [$0] + $0.places } }

    /// The directives of that name which say something of these blocks, those outside of the servers among them; one
    /// that is said of several comes several times.
    func directives(_ name: String) -> [Nginx.Directive] {
        blocks.flatMap { $0.head.name == "server" ? $0.list(name) : $0.own(name) }
    }
}

extension Nginx.Block {
    fileprivate var passings: [Nginx.Passing] { places.compactMap(\.passing) }
}

extension Nginx.Passing {
    /// Whether it speaks the protocol of a worker.
    var speaksCGI: Bool { module == .fastcgi || module == .scgi }

    /// Whether what is asked is whether somebody may come in.
    var isCheck: Bool { speaksCGI && !values(of: Site.policy).isEmpty }
}
