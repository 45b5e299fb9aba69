// SPDX-License-Identifier: Apache-2.0

import COpenSSL
import Synchronization

/// Contexts of OpenSSL that are set up once and used again and again.
///
/// Setting one up can cost more than the computation, so copies of the first are lent out and taken back, at most one
/// to a thread. OpenSSL wipes what is secret in them when it frees them.
final class ContextPool: Sendable {
    /// Read alone, after `init`: it is what further contexts are copied from.
    private let original: Context
    private let idle = Mutex<[Context]>([])
    private let copy: @Sendable (OpaquePointer) -> OpaquePointer?
    private let free: @Sendable (OpaquePointer) -> Void

    /// A pool that owns `original` from now on.
    init(
        _ original: OpaquePointer, copy: @escaping @Sendable (OpaquePointer) -> OpaquePointer?,
        free: @escaping @Sendable (OpaquePointer) -> Void
    ) {
        self.original = Context(pointer: original)
        self.copy = copy
        self.free = free
    }

    deinit {
        free(original.pointer)
        idle.withLock { idle in
            for context in idle { free(context.pointer) }
        }
    }

    /// What `compute` makes with a context of its own; nil where it failed, or where there is no memory for a copy.
    func lend<Output>(_ compute: (OpaquePointer) -> Output?) -> Output? {
        let lent = idle.withLock { $0.popLast() }
        guard let context = lent?.pointer ?? copy(original.pointer) else { return nil }
        guard let output = compute(context) else {
            // A context in which a step failed may be anywhere within the computation.
            free(context)
            return nil
        }
        idle.withLock { $0.append(Context(pointer: context)) }
        return output
    }

    /// Sendable although it is a pointer: a context is either the one that is only read, or lent to a single thread,
    /// since it leaves the list of idle ones under the lock.
    private struct Context: @unchecked Sendable {
        let pointer: OpaquePointer
    }
}
