// SPDX-License-Identifier: Apache-2.0

extension Nginx.Block {
    /// The location of a server that a path leads to by its beginning: the exact one, else the longest; nil where only
    /// a pattern could match.
    func location(of path: String) -> Nginx.Block? {
        let locations = allBlocks(["location"])
        if let exact = locations.first(where: { $0.matcher == ["=", path] }) { return exact }
        let prefixes = locations.compactMap { location in location.prefix.map { (location, $0) } }
        return prefixes.filter { path.hasPrefix($0.1) }.max { $0.1.count < $1.1.count }?.0
    }

    /// The beginning of the paths of a location that is chosen by it.
    private var prefix: String? {
        switch matcher.count {
        case 1: matcher[0].hasPrefix("@") ? nil : matcher[0]
        case 2: matcher[0] == "^~" ? matcher[1] : nil
        default: nil
        }
    }

    /// What a location is chosen by: a modifier, where it has one, and a path, a pattern or a name.
    ///
    /// nginx takes the two in one word as well: `location =/x`.
    var matcher: [String] {
        guard head.arguments.count == 1, let word = head.arguments.first else { return head.arguments }
        guard let modifier = ["=", "^~", "~*", "~"].first(where: word.hasPrefix) else { return [word] }
        return [modifier, String(word.dropFirst(modifier.count))]
    }

    /// Whether a location of this server is chosen by a pattern that the path may match.
    func mayMatch(_ path: String) -> Bool {
        allBlocks(["location"]).contains { location in
            let matcher = location.matcher
            guard matcher.count == 2, matcher[0].hasPrefix("~") else { return false }
            // What nginx understands and Swift does not may match anything.
            guard let pattern = try? Regex(matcher[1]) else { return true }
            return path.contains(matcher[0] == "~*" ? pattern.ignoresCase() : pattern)
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
