// SPDX-License-Identifier: Apache-2.0

import Auth
import Foundation
import Synchronization

/// A hasher whose only slot is taken for as long as this lives: whoever would hash is told that it is busy.
public final class TakenSlot: Sendable {
    /// The hasher.
    public let hasher: PasswordHasher
    private let end = DispatchSemaphore(value: 0)

    /// Takes the slot.
    public init() throws {
        let cheaper = try PasswordHasher(.bcrypt(cost: 4), slots: 1, queue: 0).rehash("x")
        let taken = DispatchSemaphore(value: 0)
        let isNext = Mutex(false)
        // What a wrong password against a cheaper hash still has to cost is asked for in the slot, and salted.
        hasher = PasswordHasher(.bcrypt(cost: 5), slots: 1, queue: 0) { [end] count in
            let stays = isNext.withLock { isNext in
                defer { isNext = false }
                return isNext
            }
            if stays {
                taken.signal()
                end.wait()
            }
            return Array(repeating: 0, count: count)
        }
        isNext.withLock { $0 = true }
        Thread.detachNewThread { [hasher] in _ = try? hasher.verify("wrong", against: cheaper) }
        taken.wait()
    }

    deinit { end.signal() }
}
