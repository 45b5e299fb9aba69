// SPDX-License-Identifier: Apache-2.0

/// Something that a role may allow, `resource:action`; a role's list may also hold `resource:*` and `*`.
public struct Permission: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The permission as it is written.
    public let name: String

    /// Takes a permission that stands in the program; a malformed one is granted by nothing but `*`.
    public init(stringLiteral name: String) {
        self.name = name
    }

    /// Takes a permission by its name.
    public init(_ name: String) {
        self.name = name
    }

    /// The names in a role's list that grant this permission: itself, its resource's `resource:*`, and `*`.
    public var grantedBy: [String] {
        guard let colon = name.firstIndex(of: ":") else { return [name, "*"] }
        return [name, name[..<colon] + ":*", "*"]
    }

    /// Whether `name` may stand in a role's list: `resource:action`, `resource:*` or `*`, where resource and action are
    /// spelled as a role's name is.
    public static func canBeGranted(_ name: String) -> Bool {
        guard name != "*" else { return true }
        let parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, Role.isWellFormed(parts[0]) else { return false }
        return parts[1] == "*" || Role.isWellFormed(parts[1])
    }
}
