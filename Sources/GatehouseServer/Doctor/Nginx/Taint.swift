// SPDX-License-Identifier: Apache-2.0

/// Which variables have a value that a client can choose.
struct Taint {
    /// The variables that each variable may get its value from.
    private var sources: [String: Set<String>] = [:]

    /// For the variables that count in a server of `nginx`.
    init(in server: Nginx.Block?, of nginx: Nginx) {
        for block in server.map({ [$0] + $0.places }) ?? [] {
            for directive in block.own("set") + block.own("auth_request_set") where directive.arguments.count == 2 {
                add(directive.arguments[0], from: [directive.arguments[1]])
            }
        }
        for map in nginx.maps {
            add(map.head.arguments[1], from: map.directives.compactMap(\.arguments.last))
        }
    }

    private mutating func add(_ target: String, from texts: [String]) {
        guard let name = Nginx.variable(target) else { return }
        sources[name, default: []].formUnion(texts.flatMap(Nginx.variables))
    }

    /// The first of the variables in the text that a client can choose.
    func variable(in text: String) -> String? {
        Nginx.variables(in: text).first { isChosen($0, besides: []) }
    }

    private func isChosen(_ variable: String, besides seen: Set<String>) -> Bool {
        // What a pattern has captured was the client's, too.
        let isCapture = variable.allSatisfy(\.isNumber)
        if isCapture || Self.names.contains(variable) || Self.prefixes.contains(where: variable.hasPrefix) {
            return true
        }
        guard !seen.contains(variable), let sources = sources[variable] else { return false }
        return sources.contains { isChosen($0, besides: seen.union([variable])) }
    }

    private static let prefixes = ["arg_", "http_", "cookie_"]

    private static let names: Set = [
        "args", "query_string", "request_uri", "uri", "document_uri", "request", "request_body", "request_filename",
        "request_method", "remote_user", "host", "content_type",
    ]
}
