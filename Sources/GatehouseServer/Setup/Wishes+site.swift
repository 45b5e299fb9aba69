// SPDX-License-Identifier: Apache-2.0

import Bytes
import Glibc

extension Wishes {
    /// nginx serves the name as soon as it has found the files in order; else they are what they were.
    func switchingSiteOn(_ premises: Premises) throws -> Step {
        let former = try [premises.site, premises.origins].map { (path: $0, text: try premises.text(of: $0)) }
        let site = SiteText(former[0].text).naming(name, certificate: certificate, key: certificateKey)
        guard let list = OriginsText(former[1].text).allowing(origins) else {
            throw Failure(
                .dataError, "\(premises.origins) has no list of origins as it was shipped: write them there yourself")
        }
        let next = [site.text, list.text]
        return Step(
            deed: "serve \(name) by nginx: \(premises.site), \(premises.origins)",
            isNeeded: { former.map(\.text) != next || access(premises.link, F_OK) != 0 },
            act: { try switchSiteOn(former, next, premises) })
    }

    private func switchSiteOn(_ former: [(path: String, text: String)], _ next: [String], _ premises: Premises) throws {
        let isNew = access(premises.link, F_OK) != 0
        do {
            for (file, text) in zip(former, next) { try replaceFile(file.path, with: text, mode: 0o644) }
            guard !isNew || symlink("../sites-available/\(premises.application)", premises.link) == 0 else {
                throw Failure(.cannotCreate, "cannot make \(premises.link): \(systemMessage(errno))")
            }
            try premises.run("nginx -t -q")
        } catch {
            if isNew { unlink(premises.link) }
            for file in former { try replaceFile(file.path, with: file.text, mode: 0o644) }
            throw error
        }
        try premises.run("systemctl reload-or-restart nginx.service")
    }
}

/// Puts a file of that text in the place of the one that is there, whole or not at all; that one's mode and owner stay,
/// a new one has `mode`.
func replaceFile(_ path: String, with text: String, mode: mode_t) throws(Failure) {
    var former = stat()
    let isThere = stat(path, &former) == 0
    let temporary = path + ".new"
    unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(.cannotCreate, "cannot write \(path): \(systemMessage(errno))") }
    let isWritten =
        writeAll(text, to: descriptor) && fchmod(descriptor, isThere ? former.st_mode & 0o7777 : mode) == 0
        && (!isThere || geteuid() != 0 || fchown(descriptor, former.st_uid, former.st_gid) == 0)
        && fsync(descriptor) == 0
    guard close(descriptor) == 0, isWritten, rename(temporary, path) == 0 else {
        let failure = Failure(.cannotCreate, "cannot write \(path): \(systemMessage(errno))")
        unlink(temporary)
        throw failure
    }
}
