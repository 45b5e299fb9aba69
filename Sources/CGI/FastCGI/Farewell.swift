// SPDX-License-Identifier: Apache-2.0

import CFastCGI
import Glibc

/// The last answer on a connection that is about to be closed, in one piece with a record that says so.
///
/// nginx uses a connection again the moment it has read END_REQUEST; a close that comes a little later meets its next
/// request, which is lost. It does not when something follows END_REQUEST in the same piece, so an empty
/// GET_VALUES_RESULT does: to a peer that reads on it is a management record that asks for nothing.
final class Farewell {
    private static let record: [UInt8] = [1, 10, 0, 0, 0, 0, 0, 0]

    /// A file in memory: libfcgi writes into it what it would have sent.
    private let file: Int32

    /// Nil when the system has no descriptor left: then the answer goes without.
    init?() {
        file = memfd_create("farewell", 1)
        if file < 0 { return nil }
    }

    deinit {
        close(file)
    }

    /// Has the answer written to a descriptor other than the connection's, and sends it with the record.
    ///
    /// - Parameters:
    ///   - descriptor: the connection's.
    ///   - write: writes the answer to the descriptor that it is given.
    /// - Returns: whether all of it was sent.
    func send(to descriptor: Int32, _ write: (Int32) -> Bool) -> Bool {
        guard ftruncate(file, 0) == 0, lseek(file, 0, SEEK_SET) == 0, write(file) else { return false }
        let size = Int(lseek(file, 0, SEEK_CUR))
        var answer = [UInt8](repeating: 0, count: size)
        guard pread(file, &answer, size, 0) == size else { return false }
        answer += Self.record
        return answer.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }
}
