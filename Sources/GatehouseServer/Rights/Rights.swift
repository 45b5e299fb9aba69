// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc
import SQLiteStorage

/// Whom the kernel takes the process for when it opens files.
struct Rights: Sendable, Equatable {
    let user: uid_t
    let group: gid_t
    let groups: [gid_t]

    /// Those that the process has now.
    static var present: Rights {
        var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
        let count = getgroups(Int32(groups.count), &groups)
        return Rights(user: geteuid(), group: getegid(), groups: Array(groups.prefix(Int(max(0, count)))))
    }

    /// Takes them on, in every thread; only a process of root's may, and it can go back.
    ///
    /// - Throws: ``Failure`` where the system does not let it; then nothing may be opened.
    func assume() throws(Failure) {
        // The groups are root's to change, so they come first, and the user last.
        guard seteuid(0) == 0, setgroups(groups.count, groups) == 0, setegid(group) == 0, seteuid(user) == 0 else {
            throw refusal
        }
    }

    /// Takes them on for good.
    ///
    /// - Throws: as ``assume()``.
    func keep() throws(Failure) {
        guard seteuid(0) == 0, setgroups(groups.count, groups) == 0, setgid(group) == 0, setuid(user) == 0 else {
            throw refusal
        }
    }

    /// Runs `work` with these rights, and goes back to the former ones.
    func during<Result>(_ work: () throws -> Result) throws -> Result {
        let former = Self.present
        guard former != self else { return try work() }
        try assume()
        let outcome = Swift.Result { try work() }
        try former.assume()
        return try outcome.get()
    }

    /// Runs `work`, which may take on others, and goes back to those of before.
    static func keeping<Result>(_ work: () throws -> Result) throws -> Result {
        let former = present
        let outcome = Swift.Result { try work() }
        if present != former { try former.assume() }
        return try outcome.get()
    }

    private var refusal: Failure {
        Failure(.unavailable, "cannot take on the rights of user \(user): \(systemMessage(errno)); run as that user")
    }
}

extension Rights {
    /// Those of the user to whom a file belongs: of an account with its groups, else of the number alone.
    init(of owner: FileOwner) {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        let code = getpwuid_r(owner.user, &entry, &buffer, buffer.count, &found)
        guard code == 0, found != nil, let name = entry.pw_name else {
            // Root's group is nobody else's, whatever a file of theirs says.
            let group = owner.group == 0 ? Self.nobodysGroup : owner.group
            self.init(user: owner.user, group: group, groups: [group])
            return
        }
        var groups = [gid_t](repeating: 0, count: 1024)
        var count = Int32(groups.count)
        getgrouplist(name, entry.pw_gid, &groups, &count)
        self.init(user: owner.user, group: entry.pw_gid, groups: Array(groups.prefix(Int(max(0, min(count, 1024))))))
    }

    private static let nobodysGroup: gid_t = 65534
}

extension Rights {
    /// Takes on, where this is root, the rights of whoever has a say in where the path of the database leads, if it is
    /// not root alone: the owner of its folder mostly.
    ///
    /// They could otherwise have root open and make what they may not, by a link in the right place at the right time.
    /// With their own rights it leads nowhere where they could not go themselves, and what is made beside the database
    /// is theirs.
    ///
    /// - Throws: ``StorageError``, ``Failure``; then nothing may be opened.
    static func assume(toOpen database: DatabaseURL) throws {
        guard geteuid() == 0 else { return }
        let stranger: FileOwner?
        do throws(HeldFolder.Obstacle) {
            stranger = try HeldFolder(ofFile: database.path).stranger
        } catch {
            throw StorageError(error, path: database.path)
        }
        if let stranger { try Rights(of: stranger).assume() }
    }
}

extension StorageError {
    fileprivate init(_ obstacle: HeldFolder.Obstacle, path: String) {
        self = obstacle == .missing ? .folderMissing(path: path) : .unopenable(path: path, reason: "\(obstacle)")
    }
}
