// SPDX-License-Identifier: Apache-2.0

import CGI
import Glibc
import JOSE

extension KeyFile {
    /// A user and a group that a file belongs to.
    struct Owner: Equatable {
        let user: uid_t
        let group: gid_t

        /// The owner of what is at the path; nil where there is nothing.
        init?(of path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            user = status.st_uid
            group = status.st_gid
        }
    }

    /// Puts another set in the place of the one that is there, while no other command does; readers find the one or the
    /// other whole, whatever happens.
    ///
    /// The file keeps its owner, so that a command run as root shuts no worker out.
    ///
    /// - Parameters:
    ///   - heir: The owner of a new file that root makes; nil for the folder's.
    ///   - change: Makes the new set of the one that is there, nil where there is no file.
    /// - Returns: The new set, which is durable.
    /// - Throws: ``KeyFileFailure``, ``Failure``, and what `change` throws: then the file is what it was.
    func edit(heir: Owner? = nil, _ change: (KeySet?) throws -> KeySet) throws -> KeySet {
        let (folder, name) = try place()
        let descriptor = try lockedFolder(folder)
        defer { close(descriptor) }
        let former = try set()
        let set = try change(former)
        let path = "\(folder)/\(name)"
        try replace(path, in: descriptor, by: set, for: Owner(of: path) ?? firstOwner(heir, folder))
        return set
    }

    /// Who gets a file that was not there: whoever makes it, unless that is root.
    private func firstOwner(_ heir: Owner?, _ folder: String) -> Owner? {
        geteuid() == 0 ? heir ?? Owner(of: folder) : nil
    }

    /// The set in the file; nil where there is no file.
    func set() throws(KeyFileFailure) -> KeySet? {
        do throws(KeyFileError) {
            return try Self.set(bytes())
        } catch .missing {
            return nil
        } catch {
            throw KeyFileFailure(file: self, error: error)
        }
    }

    /// The folder and the name of the file itself, which a link may lead to.
    private func place() throws(Failure) -> (folder: String, name: String) {
        let target = Self.resolved(path) ?? path
        let parts = target.split(separator: "/", omittingEmptySubsequences: false)
        let above = parts.dropLast().joined(separator: "/")
        let folder = above.isEmpty ? (target.hasPrefix("/") ? "/" : ".") : above
        guard let name = parts.last, !name.isEmpty, let resolved = Self.resolved(folder) else {
            throw Failure(.cannotCreate, "there is no folder \(folder.printable) for the key file")
        }
        return (resolved, String(name))
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The folder, which this process alone has until the descriptor is closed: commands exclude each other by it, and
    /// no file is needed beside the keys.
    private func lockedFolder(_ folder: String) throws(Failure) -> Int32 {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        // Whoever may read the folder can hold a lock on it, and a stolen key must be retired all the same some time.
        for _ in 0..<100 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
            guard errno == EWOULDBLOCK || errno == EINTR else { break }
            usleep(50_000)
        }
        let failure = errno == EWOULDBLOCK ? held(folder) : failure()
        close(descriptor)
        throw failure
    }

    private func held(_ folder: String) -> Failure {
        let folder = folder.printable
        return Failure(
            .temporary, "\(folder) is locked by somebody: find out by whom (fuser \(folder)) and shut it to others")
    }

    /// What `errno` says.
    func failure() -> Failure {
        Failure(.cannotCreate, "cannot write the key file \(path.printable): \(systemMessage(errno))")
    }
}
