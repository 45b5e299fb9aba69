// SPDX-License-Identifier: Apache-2.0

import JOSE

/// A certificate that a server of nginx shows.
struct ServedCertificate: Sendable {
    let server: Nginx.Block

    /// Where nginx is told of it.
    let place: Place

    /// Its file, as nginx finds it.
    let path: String

    /// The file of its key.
    let keyPath: String?

    /// The certificate and those that lead to a root; nil where the file cannot be read, or holds none.
    var chain: [Certificate]? {
        guard let bytes = try? contents(ofFile: path) else { return nil }
        let chain = Certificate.chain(pem: bytes)
        return chain.isEmpty ? nil : chain
    }

    /// The text of the key; nil where it cannot be read.
    var key: [UInt8]? { keyPath.flatMap { (try? contents(ofFile: $0)) ?? nil } }
}

extension Site {
    /// The certificates of the servers that speak TLS; where nginx chooses by a variable, or is given the text itself,
    /// nothing can be said.
    var certificates: [ServedCertificate] {
        servers.filter { $0.listeners.contains(where: \.isEncrypted) }.flatMap(certificates)
    }

    private func certificates(of server: Nginx.Block) -> [ServedCertificate] {
        let keys = server.list("ssl_certificate_key")
        return server.list("ssl_certificate").enumerated().compactMap { index, directive in
            guard let path = file(directive) else { return nil }
            return ServedCertificate(
                server: server, place: directive.place, path: path,
                keyPath: index < keys.count ? file(keys[index]) : nil)
        }
    }

    private func file(_ directive: Nginx.Directive) -> String? {
        guard let path = directive.arguments.first, !["data:", "engine:", "store:"].contains(where: path.hasPrefix),
            Nginx.variables(in: path).isEmpty
        else { return nil }
        return nginx.path(path)
    }
}
