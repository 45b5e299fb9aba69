// SPDX-License-Identifier: Apache-2.0

import CFastCGI
import Glibc

/// An eventfd: a descriptor that becomes readable when it is signalled, and stays so until it is reset.
final class EventDescriptor: Sendable {
    let descriptor: Int32

    init() {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Wakes whoever polls; from any thread.
    func signal() {
        eventfd_write(descriptor, 1)
    }

    /// Makes the descriptor unreadable again.
    func reset() {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
    }
}
