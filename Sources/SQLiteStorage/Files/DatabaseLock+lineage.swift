// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the lock file says of the database beside it, for whoever holds the lock.
extension DatabaseLock {
    /// How far which database had come when it was written last; nil where nothing of ours is in the file.
    var lineage: Lineage? { Lineage(read()) }

    /// Writes down how far the database has come, once that is committed.
    ///
    /// It need not be on the disk, and where it cannot be written the file stays behind: that is no alarm.
    func keep(_ lineage: Lineage) {
        let text = lineage.text
        guard read() != text else { return }
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    private func read() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Lineage.length)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        return Array(bytes.prefix(max(0, count)))
    }
}
