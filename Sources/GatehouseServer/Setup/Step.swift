// SPDX-License-Identifier: Apache-2.0

/// One of the things that make an installed program serve.
struct Step {
    /// What is done, in words that may follow "would".
    let deed: String

    /// Whether those before it take effect by it.
    var followsOthers = false

    /// Whether it has not been done before.
    let isNeeded: () throws -> Bool

    /// Does it; where it fails it is needed as before.
    let act: () throws -> Void
}
