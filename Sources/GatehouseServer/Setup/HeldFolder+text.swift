// SPDX-License-Identifier: Apache-2.0

import Glibc
import SQLiteStorage

extension HeldFolder {
    /// Puts a file of that text in the place of the one that is there, on the disk; that one's mode and owner stay, and
    /// a new one has `mode`.
    ///
    /// - Throws: ``Failure``.
    static func replaceFile(_ path: String, with text: String, mode: mode_t) throws(Failure) {
        do {
            let folder = try HeldFolder(ofFile: path)
            var former = stat()
            let isThere = fstatat(folder.descriptor, folder.name, &former, AT_SYMLINK_NOFOLLOW) == 0
            try folder.replaceFile(
                by: Array(text.utf8), mode: isThere ? former.st_mode & 0o7777 : mode,
                for: isThere ? FileOwner(former) : nil)
        } catch {
            throw Failure(.cannotCreate, "cannot write \(path.printable): \(error)")
        }
    }
}
