// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Requirements that were read before: a host has a few, and each is asked for at every request.
///
/// Only what was read without a fault is remembered; when there is no more room, all of it is forgotten.
public final class KnownRequirements: Sendable {
    private let memory = Mutex<[String: Requirement]>([:])
    private let capacity: Int

    /// A memory of at most `capacity` requirements.
    public init(capacity: Int = 256) {
        self.capacity = capacity
    }

    /// What the text asks for.
    ///
    /// - Throws: ``RequirementFault`` where it is no requirement.
    public func requirement(_ text: String) throws(RequirementFault) -> Requirement {
        if let known = memory.withLock({ $0[text] }) { return known }
        let requirement = try Requirement(text)
        memory.withLock { memory in
            if memory.count >= capacity { memory.removeAll(keepingCapacity: true) }
            memory[text] = requirement
        }
        return requirement
    }

    /// How many are remembered.
    var count: Int { memory.withLock { $0.count } }
}
