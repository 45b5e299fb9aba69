// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A listening Unix socket, made here or inherited.
///
/// Its owner, group and mode say who may speak; nothing that arrives is asked for its identity again.
public struct Listener: Sendable {
    /// A socket file, by its inode and the time at which that was made rather than by its name alone: the file that
    /// replaces a removed one mostly has the same inode number.
    struct File: Sendable, Equatable {
        let path: String
        let device: dev_t
        let inode: ino_t
        let seconds: Int
        let nanoseconds: Int

        /// The file at a path now, nil when there is none.
        init?(at path: String) {
            var status = stat()
            guard lstat(path, &status) == 0 else { return nil }
            self.path = path
            device = status.st_dev
            inode = status.st_ino
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        }
    }

    let descriptor: Int32
    /// The socket file when it is ours to remove.
    let file: File?

    /// Makes a socket file and listens on it; the stale file of a dead server is replaced.
    ///
    /// - Parameters:
    ///   - path: where; at most 107 bytes, in a folder that exists.
    ///   - mode: the permissions of the file, whatever the umask is.
    ///   - backlog: how many connections may wait to be accepted; the kernel caps it at net.core.somaxconn.
    /// - Returns: a listener whose file is removed when its server ends.
    /// - Throws: ``ListenError``, also when a living server holds the path or a file that is no socket lies there.
    public static func unix(path: String, mode: mode_t = 0o660, backlog: Int32 = 4096) throws -> Listener {
        let address = try UnixAddress(path: path)
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw ListenError(path: path, errno: errno) }
        do {
            let lock = try lock(path)
            defer { lock.release() }
            // Before bind: the file never exists with wider permissions than these.
            fchmod(descriptor, mode)
            try bind(descriptor, to: address)
            // Of the socket alone, whatever somebody has put in its place.
            guard fchmodat(AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW) == 0, listen(descriptor, backlog) == 0 else {
                throw ListenError(path: path, errno: errno)
            }
            return Listener(descriptor: descriptor, file: File(at: path))
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Listens on a socket that was passed down: one of LISTEN_FDS, or the N of `fd:N`.
    ///
    /// - Throws: ``ListenError`` when the descriptor is no listening Unix stream socket.
    public static func inherited(_ descriptor: Int32) throws -> Listener {
        guard fcntl(descriptor, F_GETFD) >= 0 else {
            throw ListenError("Descriptor \(descriptor) is not open; pass a listening socket, or give unix:PATH.")
        }
        guard option(SO_DOMAIN, of: descriptor) == AF_UNIX,
            option(SO_TYPE, of: descriptor) == Int32(SOCK_STREAM.rawValue),
            option(SO_ACCEPTCONN, of: descriptor) == 1
        else {
            throw ListenError("Descriptor \(descriptor) is no listening Unix stream socket; check ListenStream=.")
        }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        // Siblings hold the same socket: between poll and accept one of them may have taken the connection.
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        return Listener(descriptor: descriptor, file: nil)
    }

    /// Whether nobody listens at a path: there is no socket, or one that nobody holds any more.
    package static func isDeserted(at path: String) -> Bool {
        guard let address = try? UnixAddress(path: path) else { return true }
        return [ENOENT, ENOTDIR, ECONNREFUSED].contains(address.connectionError)
    }

    /// Removes the socket file, if it is still the one that was made here.
    func unlinkFile() {
        if let file, File(at: file.path) == file { unlink(file.path) }
    }

    /// The exclusive right to make the socket.
    ///
    /// One that is bound and does not listen yet looks deserted: without this, of two servers that start at once on one
    /// path the later would remove what the earlier has just made.
    private static func lock(_ path: String) throws -> TransientLock {
        let name = path + ".lock"
        do throws(TransientLock.Obstacle) {
            return try TransientLock(name, seconds: 1)
        } catch {
            switch error {
            case .held:
                throw ListenError("Cannot listen on \(path): another server is being started on it; try again.")
            case .foreign:
                throw ListenError(
                    "Cannot listen on \(path): \(name) is another user's; remove it, or choose a folder in which nobody "
                        + "else may write.")
            case .failed(let code): throw ListenError(path: path, errno: code)
            }
        }
    }

    private static func bind(_ descriptor: Int32, to address: UnixAddress) throws {
        if address.bind(descriptor) { return }
        guard errno == EADDRINUSE else { throw ListenError(path: address.path, errno: errno) }
        guard address.isSocket else {
            throw ListenError("Cannot listen on \(address.path): a file that is no socket lies there; remove it.")
        }
        guard address.isDeserted else {
            throw ListenError("Cannot listen on \(address.path): another server does; stop it or choose another path.")
        }
        unlink(address.path)
        guard address.bind(descriptor) else { throw ListenError(path: address.path, errno: errno) }
    }

    private static func option(_ name: Int32, of descriptor: Int32) -> Int32? {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
    }
}
