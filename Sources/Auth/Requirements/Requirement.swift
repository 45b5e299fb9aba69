// SPDX-License-Identifier: Apache-2.0

/// What is asked of whoever comes: terms that must all hold, each of which holds where one of its alternatives does.
public struct Requirement: Sendable, Equatable {
    /// One way to meet a term.
    public enum Alternative: Sendable, Hashable {
        /// Being signed in.
        case any
        /// Coming, also as a guest.
        case optional
        /// Having shown the password in this session.
        case fresh
        /// Holding the role now.
        case role(String)
        /// Holding, now, a role that grants the permission.
        case permission(Permission)
    }

    /// The terms in the order in which they were written.
    public let terms: [[Alternative]]

    /// Whether whoever comes as a guest meets all terms.
    public var admitsGuests: Bool { terms.allSatisfy { $0.contains(.optional) } }
}
