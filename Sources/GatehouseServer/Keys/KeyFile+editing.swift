// SPDX-License-Identifier: Apache-2.0

import CGI
import Glibc
import JOSE
import SQLiteStorage

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
        let lock = try lock(in: folder)
        defer { lock.release() }
        let former = try set { () throws(KeyFileError) in try Self.bytes(of: folder.name, in: folder.descriptor) }
        let set = try change(former)
        let owner = FileOwner(of: folder.name, in: folder.descriptor) ?? firstOwner(heir, folder)
        do throws(FileError) {
            try folder.replaceFile(by: set.serialized(), mode: 0o600, for: owner)
        } catch {
            throw failure(error)
        }
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
            throw failure(error)
        }
    }

    /// The lock by which commands exclude each other.
    ///
    /// - Throws: ``Failure`` where it is not to be had soon: a stolen key must be retired all the same some time.
    private func lock(in folder: HeldFolder) throws(Failure) -> TransientLock {
        do throws(TransientLock.Obstacle) {
            return try TransientLock(folder.name + ".lock", in: folder.descriptor, seconds: 5)
        } catch {
            let name = "\(path.printable).lock"
            switch error {
            case .held: throw Failure(.temporary, "another command is at the key file: find out which (fuser \(name))")
            case .foreign: throw Failure(.cannotCreate, "\(name) is another user's; remove it")
            case .failed(let code): throw failure(FileError(number: code))
            }
        }
    }

    private func failure(_ reason: some CustomStringConvertible) -> Failure {
        Failure(.cannotCreate, "cannot write the key file \(path.printable): \(reason)")
    }
}
