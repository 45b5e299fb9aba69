// SPDX-License-Identifier: Apache-2.0

extension Nginx {
    /// Where a server takes connections.
    struct Listener: Sendable {
        /// The address, the port or both, as they are written.
        let address: String

        /// Whether it speaks TLS.
        let isEncrypted: Bool

        let place: Place

        /// Whether only this host can connect.
        var isLocal: Bool { ["127.", "[::1]", "localhost", "unix:"].contains(where: address.hasPrefix) }
    }
}

extension Nginx.Block {
    /// Where this server takes connections; nginx's own default is port 80.
    var listeners: [Nginx.Listener] {
        let directives = own("listen")
        guard !directives.isEmpty else { return [.init(address: "*:80", isEncrypted: false, place: head.place)] }
        return directives.map { directive in
            .init(
                address: directive.arguments.first ?? "",
                isEncrypted: directive.arguments.contains("ssl") || directive.arguments.contains("quic"),
                place: directive.place)
        }
    }
}
