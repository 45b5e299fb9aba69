// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// Runs `work` on so many threads at once and returns what each made of it.
public func concurrently<Result: Sendable>(_ count: Int, _ work: @escaping @Sendable () -> Result) -> [Result] {
    concurrentlyStarted(count, work)()
}

/// Starts `work` on so many threads; the function that is returned waits for all and returns what each made of it.
public func concurrentlyStarted<Result: Sendable>(
    _ count: Int, _ work: @escaping @Sendable () -> Result
) -> @Sendable () -> [Result] {
    let gathered = Gathered<Result>()
    for _ in 0..<count { Thread.detachNewThread { gathered.add(work()) } }
    return { gathered.wait(for: count) }
}

private final class Gathered<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])
    private let added = DispatchSemaphore(value: 0)

    func add(_ element: Element) {
        elements.withLock { $0.append(element) }
        added.signal()
    }

    func wait(for count: Int) -> [Element] {
        for _ in 0..<count { added.wait() }
        return elements.withLock { $0 }
    }
}

/// Numbers from 0 on, each given once.
public final class Counter: Sendable {
    private let value = Mutex(0)

    /// No number has been given yet.
    public init() {}

    /// The next number.
    public func next() -> Int {
        value.withLock { value in
            defer { value += 1 }
            return value
        }
    }
}
