// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Whose a file is, and who may do what with it.
struct FileStatus: Sendable, Equatable {
    let path: String
    let user: uid_t
    let group: gid_t

    /// The permissions, without the kind of file.
    let mode: mode_t

    /// The length, in bytes.
    let size: Int

    /// Whether it is a socket.
    let isSocket: Bool

    /// When it was changed last, in seconds since 1970.
    let modified: Int64

    /// The status of what is at the path, which a link may lead to; nil where there is nothing that can be reached.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.path = path
        (user, group) = (status.st_uid, status.st_gid)
        mode = status.st_mode & 0o7777
        size = Int(status.st_size)
        isSocket = status.st_mode & S_IFMT == S_IFSOCK
        modified = Int64(status.st_mtim.tv_sec)
    }

    /// The permissions as chmod(1) has them.
    var octal: String { String(mode, radix: 8) }

    /// Whether an account has all of these rights, given as the bits of an owner shifted to the right: 4 reads,
    /// 2 writes, 1 enters.
    func allows(_ account: Account, _ rights: mode_t) -> Bool {
        if account.user == 0 { return true }
        let shift: mode_t = account.user == user ? 6 : account.groups.contains(group) ? 3 : 0
        return (mode >> shift) & rights == rights
    }

    /// What keeps an account from what is at an absolute path: the first folder that it may not enter, else the thing
    /// itself where it has not these rights; nil where none of these does.
    ///
    /// The folders are those that the path names. Where it leads through a link, those on the way to the link's target
    /// are not looked at, nor are access control lists.
    static func barrier(to path: String, for account: Account, _ rights: mode_t) -> FileStatus? {
        folders(to: path).compactMap(FileStatus.init).first { !$0.allows(account, 1) }
            ?? FileStatus(path).flatMap { $0.allows(account, rights) ? nil : $0 }
    }

    /// That this is such a barrier, as a sentence.
    func stops(_ account: Account) -> String {
        "\(account.name) gets no further than \(path), of user \(user) and group \(group) with mode \(octal)"
    }
}

extension FileStatus {
    /// The folder of a path.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The folders that lead to an absolute path, from the root on.
    static func folders(to path: String) -> [String] {
        var folders: [String] = []
        var folder = folder(of: path)
        while folder != "/", folder != "." {
            folders.append(folder)
            folder = Self.folder(of: folder)
        }
        return Array((folders + [folder]).reversed())
    }
}
