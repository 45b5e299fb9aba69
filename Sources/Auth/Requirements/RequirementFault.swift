// SPDX-License-Identifier: Apache-2.0

/// Why a text is no requirement: its author has to mend it, and until then nobody is let in by it.
public enum RequirementFault: Error, Sendable, Equatable {
    /// There is no term in it.
    case empty
    /// It has more bytes than ``Requirement/limit``.
    case tooLong(bytes: Int)
    /// Before, after or between the `|` of a term nothing stands.
    case missingAlternative(term: String)
    /// The word is none that is known, in these very letters.
    case unknown(String)
    /// What stands behind `role:` or `permission:` can be no role and no permission.
    case badName(String)
}

extension RequirementFault: CustomStringConvertible {
    /// What is wrong, and what is allowed, to follow upon the name of the place where the text stands.
    public var description: String {
        switch self {
        case .empty: "is empty, but has to name who may pass, such as any or role:admin"
        case .tooLong(let bytes): "has \(bytes) bytes, but at most \(Requirement.limit) are read"
        case .missingAlternative(let term): "has the term \"\(term)\", in which an alternative is missing beside a |"
        case .unknown(let word):
            "has \"\(word)\", which is none of any, optional, fresh, role:NAME and permission:RESOURCE:ACTION"
        case .badName(let word):
            "has \"\(word)\", whose name is not made of letters, digits, _, . and -, a letter or a digit first"
        }
    }
}
