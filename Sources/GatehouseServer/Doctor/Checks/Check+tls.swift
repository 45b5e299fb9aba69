// SPDX-License-Identifier: Apache-2.0

/// What is between clients and nginx.
extension Check {
    static let ofTLS: [Check] = [tlsMissing, tlsOld]

    static let tlsMissing = ofSite(
        "tls-missing", .warning, "Workers are asked over plain HTTP.",
        why: "Passwords and tokens can be read, and answers changed, by everybody on the way."
    ) { site in
        site.servers.flatMap { server in
            server.listeners.filter { !$0.isLocal && !$0.isEncrypted }.map { listener in
                Symptom(
                    "\(server.title) listens on \(listener.address) without TLS", at: listener.place,
                    instead: "listen 443 ssl; and for port 80 a server of its own that redirects")
            }
        }
    }

    static let tlsOld = ofSite(
        "tls-old", .warning, "TLS is spoken in a version before 1.2.",
        why: "Versions 1.0 and 1.1 rest on MD5 and SHA-1 (RFC 8996); before nginx 1.27.3 they are its default."
    ) { site in
        site.servers.filter { $0.listeners.contains(where: \.isEncrypted) }.compactMap { server in
            let directive = server.only("ssl_protocols")
            let old = directive.map { $0.arguments.filter { $0 != "TLSv1.2" && $0 != "TLSv1.3" } }
            guard old != [] else { return nil }
            let what = old.map { "speaks \($0.joined(separator: ", "))" } ?? "says nothing of ssl_protocols"
            return Symptom(
                "\(server.title) \(what)", at: (directive ?? server.head).place,
                instead: "ssl_protocols TLSv1.2 TLSv1.3; or include gatehouse/tls.conf;")
        }
    }
}
