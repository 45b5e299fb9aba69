// SPDX-License-Identifier: Apache-2.0

/// Bytes that are written one after the other, into memory that grows with them.
///
/// An array asks at every append whether somebody else holds it, which takes longer than to copy what most appends
/// copy. This cannot be held twice. All is public, since only what is public becomes part of the code that calls it.
public struct ByteWriter: ~Copyable {
    @usableFromInline var start: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    @usableFromInline var written = 0

    /// Nothing yet, with room for so many bytes.
    @inlinable public init(capacity: Int) {
        start = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    @inlinable deinit { start.deallocate() }

    /// How many bytes are written.
    @inlinable public var count: Int { written }

    /// What is written.
    @inlinable public consuming func bytes() -> [UInt8] {
        Array(UnsafeBufferPointer(start: start, count: written))
    }

    /// Takes back what was written after the first `count` bytes.
    @inlinable public mutating func truncate(to count: Int) {
        precondition((0...written).contains(count), "nothing can be taken back that was not written")
        written = count
    }

    /// Writes a byte.
    @inlinable @inline(__always) public mutating func append(_ byte: UInt8) {
        if written == capacity { grow(for: 1) }
        start[written] = byte
        written += 1
    }

    /// Writes bytes.
    @inlinable @inline(__always) public mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        if bytes.count > capacity - written { grow(for: bytes.count) }
        (start + written).initialize(from: source, count: bytes.count)
        written += bytes.count
    }

    /// Makes room for so many bytes more; each time so much that all of them are copied no more than twice.
    @usableFromInline mutating func grow(for more: Int) {
        capacity = max(2 * capacity, written + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.initialize(from: start, count: written)
        start.deallocate()
        start = larger
    }
}
