// SPDX-License-Identifier: Apache-2.0

extension Nginx.Block {
    /// The location of a server that a path leads to by its beginning: the exact one, else the longest; nil where only
    /// a pattern could match.
    func location(of path: String) -> Nginx.Block? {
        let locations = allBlocks(["location"])
        if let exact = locations.first(where: { $0.head.arguments == ["=", path] }) { return exact }
        let prefixes = locations.compactMap { location in location.prefix.map { (location, $0) } }
        return prefixes.filter { path.hasPrefix($0.1) }.max { $0.1.count < $1.1.count }?.0
    }

    /// The beginning of the paths of a location that is chosen by it.
    private var prefix: String? {
        switch head.arguments.count {
        case 1: head.arguments[0].hasPrefix("@") ? nil : head.arguments[0]
        case 2: head.arguments[0] == "^~" ? head.arguments[1] : nil
        default: nil
        }
    }

    /// Whether a location of this server is chosen by a pattern that the path may match.
    func mayMatch(_ path: String) -> Bool {
        allBlocks(["location"]).contains { location in
            guard location.head.arguments.count == 2, location.head.arguments[0].hasPrefix("~") else { return false }
            // What nginx understands and Swift does not may match anything.
            guard let pattern = try? Regex(location.head.arguments[1]) else { return true }
            return path.contains(location.head.arguments[0] == "~*" ? pattern.ignoresCase() : pattern)
        }
    }

    /// Whether a client can have it answer: neither it nor a location around it is for nginx's own redirects alone.
    var isReachable: Bool {
        if head.name == "location", !own("internal").isEmpty || head.arguments.first?.hasPrefix("@") ?? false {
            return false
        }
        return outer?.isReachable ?? true
    }
}
