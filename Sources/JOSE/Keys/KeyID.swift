// SPDX-License-Identifier: Apache-2.0

import Basics

/// The rule for a `kid`: it is looked up in a table, and could not be a path, an address or a statement if it tried.
enum KeyID {
    /// Whether `id` matches `^[A-Za-z0-9_-]{1,64}$`.
    static func isValid(_ id: String) -> Bool {
        (1...64).contains(id.utf8.count) && id.utf8.allSatisfy { $0.isAlphanumeric(or: "-_") }
    }
}
