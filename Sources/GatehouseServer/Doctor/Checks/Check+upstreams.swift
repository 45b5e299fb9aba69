// SPDX-License-Identifier: Apache-2.0

/// The upstreams by which nginx knows the workers.
extension Check {
    static let maxFails = ofSite(
        "max-fails", .warning, "A worker's socket among several is left alone after a failure.",
        why: "Once both of two have failed, nginx answers 502 for ten seconds although they are back."
    ) { site in
        site.upstreams.flatMap { upstream -> [Symptom] in
            let servers = upstream.own("server")
            guard servers.count > 1 else { return [] }
            return servers.filter { !$0.arguments.contains("max_fails=0") }.map { server in
                Symptom(
                    "\(server.text) in \(upstream.title)", at: server.place,
                    instead: "server \(server.arguments.first ?? "") max_fails=0;")
            }
        }
    }

    static let upstreamKeepalive = ofSite(
        "upstream-keepalive", .warning, "nginx keeps idle connections for longer than a draining worker waits.",
        why: "The worker has to close them then, and a POST that is sent in this very moment is a 502."
    ) { site in
        site.upstreams.filter { !$0.own("keepalive").isEmpty }.compactMap { upstream in
            let directive = upstream.own("keepalive_timeout").last
            guard (directive?.arguments.first).map({ (Nginx.seconds($0) ?? 0) >= drainTimeout }) ?? true else {
                return nil
            }
            return Symptom(
                "\(upstream.title) keeps connections for \(directive?.arguments.first ?? "60s, nginx's default")",
                at: (directive ?? upstream.head).place, instead: "keepalive_timeout 8s;")
        }
    }

    /// How long a worker drains where nothing else is said, in seconds.
    private static let drainTimeout = 15
}

extension Site {
    /// The upstreams that the workers are asked through.
    fileprivate var upstreams: [Nginx.Block] {
        let targets = Set((apis + checks).map(\.target))
        return nginx.upstreams.filter { targets.contains($0.head.arguments.first ?? "") }
    }
}
