// SPDX-License-Identifier: Apache-2.0

extension Nginx {
    /// A block together with those around it, from which it inherits.
    struct Block: Sendable {
        /// The directives that have opened the blocks, the outermost first.
        private let path: [Directive]

        init(_ path: [Directive]) {
            self.path = path
        }

        /// The directive that has opened it.
        var head: Directive { path[path.count - 1] }

        /// The directives in it, and in no block of it.
        var directives: [Directive] { head.block ?? [] }

        /// The block as one would point at it: `location /x`, `server auth.example.com`.
        var title: String {
            guard head.name == "server" else { return head.text }
            return "server \(own("server_name").first?.arguments.first ?? "without a name")"
        }

        /// The blocks in it that have one of these names.
        func blocks(_ names: String...) -> [Block] { blocks(names) }

        /// The same with the blocks in those, and so on.
        func allBlocks(_ names: [String]) -> [Block] {
            blocks(names).flatMap { [$0] + $0.allBlocks(names) }
        }

        /// The places in a server at which requests are handled.
        var places: [Block] { allBlocks(["location", "if", "limit_except"]) }

        private func blocks(_ names: [String]) -> [Block] {
            directives.filter { $0.block != nil && names.contains($0.name) }.map { Block(path + [$0]) }
        }

        /// The nearest block around it, or itself, that has this name.
        func enclosing(_ name: String) -> Block? {
            path.lastIndex { $0.name == name }.map { Block(Array(path[...$0])) }
        }

        /// The next block around it; nil outside of all.
        var outer: Block? { path.count > 1 ? Block(Array(path.dropLast())) : nil }
    }
}

extension Nginx.Block {
    /// The directives of this name that stand in it.
    func own(_ name: String) -> [Nginx.Directive] {
        directives.filter { $0.name == name && $0.block == nil }
    }

    /// The directives of this name that count in it: those of the innermost block that has any.
    ///
    /// That is how nginx inherits what may be said several times, such as `add_header`, `proxy_set_header` and
    /// `fastcgi_param`.
    func list(_ name: String) -> [Nginx.Directive] {
        for directive in path.reversed() {
            let own = (directive.block ?? []).filter { $0.name == name && $0.block == nil }
            if !own.isEmpty { return own }
        }
        return []
    }

    /// The directive of this name that counts in it, of those that are said once.
    func only(_ name: String) -> Nginx.Directive? { list(name).last }

    /// Its first argument.
    func word(_ name: String) -> String? { only(name)?.arguments.first }

    /// Whether what is `on` or `off` is on.
    func isOn(_ name: String, default standard: Bool) -> Bool { word(name).map { $0 == "on" } ?? standard }
}

extension Nginx.Block: Equatable {
    /// Whether they are the same place; a file that is included twice makes two blocks, which others stand around.
    static func == (a: Self, b: Self) -> Bool { a.path.map(\.place) == b.path.map(\.place) }
}
