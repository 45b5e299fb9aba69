// SPDX-License-Identifier: Apache-2.0

extension Requirement {
    /// The most bytes that a requirement may have.
    public static let limit = 1024

    /// Reads a requirement: terms separated by spaces, their alternatives by `|`.
    ///
    /// - Throws: ``RequirementFault`` for whatever does not mean anything, since to guess at it could let somebody in.
    public init(_ text: String) throws(RequirementFault) {
        let size = text.utf8.count
        guard size <= Self.limit else { throw .tooLong(bytes: size) }
        var terms: [[Alternative]] = []
        for term in text.utf8.split(separator: UInt8(ascii: " ")) {
            terms.append(try Self.alternatives(of: Substring(term)))
        }
        guard !terms.isEmpty else { throw .empty }
        self.terms = terms
    }

    private static func alternatives(of term: Substring) throws(RequirementFault) -> [Alternative] {
        var alternatives: [Alternative] = []
        for word in term.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false) {
            guard !word.isEmpty else { throw .missingAlternative(term: String(term)) }
            alternatives.append(try alternative(String(Substring(word))))
        }
        return alternatives
    }

    private static func alternative(_ word: String) throws(RequirementFault) -> Alternative {
        switch word {
        case "any": return .any
        case "optional": return .optional
        case "fresh": return .fresh
        default: break
        }
        let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch parts[0] {
        case "role" where parts.count == 2:
            guard Role.isWellFormed(parts[1]) else { throw .badName(word) }
            return .role(parts[1])
        case "permission" where parts.count == 2:
            guard isPermission(parts[1]) else { throw .badName(word) }
            return .permission(Permission(parts[1]))
        default: throw .unknown(word)
        }
    }

    /// Whether it is `resource:action`: what a role may list beyond that, `resource:*` and `*`, is nothing to ask for.
    private static func isPermission(_ name: String) -> Bool {
        Permission.canBeGranted(name) && !name.hasSuffix("*")
    }
}
