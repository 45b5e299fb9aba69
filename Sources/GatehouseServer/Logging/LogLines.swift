// SPDX-License-Identifier: Apache-2.0

/// Lines one after the other in the same memory.
struct LogLines: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// How many lines there are.
    var count: Int { ends.count }

    /// How many bytes they have together.
    var size: Int { bytes.count }

    /// Appends a line.
    mutating func append(_ line: [UInt8]) {
        bytes.append(contentsOf: line)
        ends.append(bytes.count)
    }

    /// Forgets the lines and keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    /// Gives `body` each line by itself.
    func forEach(_ body: (UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { bytes in
            var start = 0
            for end in ends {
                body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                start = end
            }
        }
    }

    /// Gives `body` as many whole lines at a time as `limit` bytes hold, a longer one by itself, with how many they
    /// are.
    func forEachChunk(within limit: Int, _ body: (UnsafeRawBufferPointer, _ count: Int) -> Void) {
        bytes.withUnsafeBytes { bytes in
            var (first, start) = (0, 0)
            while first < ends.count {
                var next = first + 1
                while next < ends.count, ends[next] - start <= limit { next += 1 }
                body(UnsafeRawBufferPointer(rebasing: bytes[start..<ends[next - 1]]), next - first)
                (first, start) = (next, ends[next - 1])
            }
        }
    }
}
