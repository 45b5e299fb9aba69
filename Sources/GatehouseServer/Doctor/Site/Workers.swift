// SPDX-License-Identifier: Apache-2.0

/// By what it is seen that requests go to workers of Gatehouse.
///
/// Any of these will do: the name of the program in the address, the socket that the workers are configured to listen
/// on, or that checks go to the same address.
struct Workers: Sendable {
    private var marks: [String]
    private var addresses: Set<String>
    private var upstreams: [String: [String]] = [:]

    /// The workers of an application, which listen on `socket` where it says so itself.
    init(of application: String, socket: String?) {
        marks = ["gatehouse", application]
        addresses = Set(socket.map { ["unix:\($0)"] } ?? [])
    }

    /// The same with addresses that are known to be theirs.
    func joined(by targets: [String], in nginx: Nginx) -> Workers {
        var workers = self
        workers.addresses.formUnion(targets)
        for upstream in nginx.upstreams {
            guard let name = upstream.head.arguments.first else { continue }
            workers.upstreams[name] = upstream.own("server").compactMap(\.arguments.first)
        }
        return workers
    }

    /// Whether requests are passed to them.
    func include(_ passing: Nginx.Passing) -> Bool {
        guard passing.speaksCGI else { return false }
        let addresses = [passing.target] + (upstreams[passing.target] ?? [])
        return addresses.contains { address in
            self.addresses.contains(address) || marks.contains(where: address.contains)
        }
    }
}
