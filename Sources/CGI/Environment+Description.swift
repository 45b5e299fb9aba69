// SPDX-License-Identifier: Apache-2.0

/// An environment holds tokens and cookies: what prints it says how large it is, and nothing of what is in it.
extension Environment: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The number of variables.
    public var description: String { "\(places.count) variables" }

    /// The number of variables.
    public var debugDescription: String { description }

    /// The number of variables, and no children.
    public var customMirror: Mirror { Mirror(self, children: ["count": places.count]) }
}
