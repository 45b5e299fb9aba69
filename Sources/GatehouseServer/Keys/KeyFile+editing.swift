// SPDX-License-Identifier: Apache-2.0

import CGI
import Glibc
import JOSE

extension KeyFile {
    /// Puts another set in the place of the one that is there, while no other command does; readers find the one or the
    /// other whole, whatever happens.
    ///
    /// The file keeps its owner, so that a command run as root shuts no worker out. Everything is done in the folder as
    /// it was found, whatever its owner puts on the way to it meanwhile.
    ///
    /// - Parameters:
    ///   - heir: The owner of a new file that root makes; nil for the folder's.
    ///   - change: Makes the new set of the one that is there, nil where there is no file.
    /// - Returns: The new set, which is durable.
    /// - Throws: ``KeyFileFailure``, ``Failure``, and what `change` throws: then the file is what it was.
    func edit(heir: FileOwner? = nil, _ change: (KeySet?) throws -> KeySet) throws -> KeySet {
        let folder = try heldFolder()
        let lock = try locked(folder)
        defer { close(lock) }
        let former = try set { () throws(KeyFileError) in try Self.bytes(of: folder.name, in: folder.descriptor) }
        let set = try change(former)
        let owner = FileOwner(of: folder.name, in: folder.descriptor) ?? firstOwner(heir, folder)
        try replace(in: folder, lock, by: set, for: owner)
        return set
    }

    /// Who gets a file that was not there: whoever makes it, unless that is root.
    private func firstOwner(_ heir: FileOwner?, _ folder: HeldFolder) -> FileOwner? {
        geteuid() == 0 ? heir ?? FileOwner(of: folder.descriptor) : nil
    }

    /// The set in the file; nil where there is no file.
    func set() throws(KeyFileFailure) -> KeySet? {
        try set(bytes)
    }

    private func set(_ bytes: () throws(KeyFileError) -> [UInt8]) throws(KeyFileFailure) -> KeySet? {
        do throws(KeyFileError) {
            return try Self.set(bytes())
        } catch .missing {
            return nil
        } catch {
            throw KeyFileFailure(file: self, error: error)
        }
    }

    private func heldFolder() throws(Failure) -> HeldFolder {
        do throws(HeldFolder.Obstacle) {
            return try HeldFolder(ofFile: path)
        } catch {
            switch error {
            case .missing: throw Failure(.cannotCreate, "there is no folder for the key file \(path.printable)")
            case .foreignLink:
                throw Failure(
                    .cannotCreate,
                    "on the way to the key file \(path.printable) is a link that root does not follow, since another "
                        + "user made it")
            case .failed(let error): throw failure(error)
            }
        }
    }

    /// A lock on the folder, which this process alone has until it is closed: commands exclude each other by it, and no
    /// file is needed beside the keys.
    private func locked(_ folder: HeldFolder) throws(Failure) -> Int32 {
        let descriptor = openat(folder.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        // Whoever may read the folder can hold a lock on it, and a stolen key must be retired all the same some time.
        for _ in 0..<100 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
            guard errno == EWOULDBLOCK || errno == EINTR else { break }
            usleep(50_000)
        }
        let failure = errno == EWOULDBLOCK ? isHeld() : failure()
        close(descriptor)
        throw failure
    }

    private func isHeld() -> Failure {
        let above = path.lastIndex(of: "/").map { path[..<$0] } ?? "."
        let folder = above.isEmpty ? "/" : String(above).printable
        return Failure(
            .temporary, "\(folder) is locked by somebody: find out by whom (fuser \(folder)) and shut it to others")
    }

    /// What `errno` says.
    func failure() -> Failure { failure(FileError(number: errno)) }

    private func failure(_ error: FileError) -> Failure {
        Failure(.cannotCreate, "cannot write the key file \(path.printable): \(error)")
    }
}
