// SPDX-License-Identifier: Apache-2.0

import Glibc
import SQLiteStorage

/// The folder that a file is in, reached one step at a time and held open: whoever puts something else in its way
/// afterwards changes nothing.
///
/// Root takes no step over another user's link, which could lead where root may go and its maker may not.
final class HeldFolder {
    /// The folder, good for openat(2) and its like.
    let descriptor: Int32

    /// What the file is called there, whether there is one or not; it is no link.
    let name: String

    /// The last on the way, the file included, to whom something belongs and who is not root; nil where all is root's.
    ///
    /// Whoever they are, they have a say in where the path leads.
    let stranger: FileOwner?

    /// Why a folder cannot be reached.
    enum Obstacle: Error, Equatable, CustomStringConvertible {
        /// There is no such folder.
        case missing
        /// On the way is another user's link, and this is root.
        case foreignLink
        /// The system's reason.
        case failed(FileError)

        fileprivate init(number: Int32) {
            self = number == ENOENT || number == ENOTDIR ? .missing : .failed(FileError(number: number))
        }

        /// The words for it.
        var description: String {
            switch self {
            case .missing: "there is no such folder"
            case .foreignLink: "on its way is a link that root does not follow, since another user made it"
            case .failed(let error): error.description
            }
        }
    }

    /// Goes to the folder of the file that the path names.
    init(ofFile path: String) throws(Obstacle) {
        var walk = try Walk(path)
        do throws(Obstacle) {
            while try walk.step() {}
        } catch {
            close(walk.folder)
            throw error
        }
        (descriptor, name, stranger) = (walk.folder, walk.name, walk.stranger)
    }

    deinit { close(descriptor) }
}

/// O_PATH, which Swift's Glibc does not show: a folder that may be passed through and not be read is opened all the
/// same.
private let pathOnly: Int32 = 0o10_000_000

/// A walk under way.
private struct Walk {
    var folder: Int32
    var name = ""
    var stranger: FileOwner?
    /// The names that are still to be gone through, the next one last.
    private var rest: [Substring]
    private var links = 0

    /// A walk from the top; where it is not root's a relative one from the working folder, since the way there may be
    /// shut.
    init(_ path: String) throws(HeldFolder.Obstacle) {
        var path = path
        if !path.hasPrefix("/"), geteuid() == 0 { path = try Self.workingFolder() + "/" + path }
        rest = path.split(separator: "/").reversed()
        folder = open(path.hasPrefix("/") ? "/" : ".", pathOnly | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw HeldFolder.Obstacle(number: errno) }
    }

    /// Goes to the next name; false where it is that of the file.
    mutating func step() throws(HeldFolder.Obstacle) -> Bool {
        guard let next = rest.popLast() else { throw .missing }
        let found = openat(folder, String(next), pathOnly | O_NOFOLLOW | O_CLOEXEC)
        guard found >= 0 else {
            guard errno == ENOENT, rest.isEmpty else { throw HeldFolder.Obstacle(number: errno) }
            name = String(next)
            return false
        }
        var status = stat()
        guard fstat(found, &status) == 0 else { throw HeldFolder.Obstacle(number: errno) }
        if status.st_mode & S_IFMT == S_IFLNK {
            defer { close(found) }
            try follow(found, of: status.st_uid)
            return true
        }
        if status.st_uid != 0 { stranger = FileOwner(status) }
        guard !rest.isEmpty else {
            close(found)
            name = String(next)
            return false
        }
        close(folder)
        folder = found
        return true
    }

    private mutating func follow(_ link: Int32, of user: uid_t) throws(HeldFolder.Obstacle) {
        guard geteuid() != 0 || user == 0 else { throw .foreignLink }
        links += 1
        guard links <= 40 else { throw .failed(FileError(number: ELOOP)) }
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlinkat(link, "", &buffer, buffer.count)
        guard count > 0 else { throw HeldFolder.Obstacle(number: errno) }
        let target = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
        rest += target.split(separator: "/").reversed()
        guard target.hasPrefix("/") else { return }
        let top = open("/", pathOnly | O_DIRECTORY | O_CLOEXEC)
        guard top >= 0 else { throw HeldFolder.Obstacle(number: errno) }
        close(folder)
        folder = top
    }

    private static func workingFolder() throws(HeldFolder.Obstacle) -> String {
        guard let path = getcwd(nil, 0) else { throw HeldFolder.Obstacle(number: errno) }
        defer { free(path) }
        return String(cString: path)
    }
}
