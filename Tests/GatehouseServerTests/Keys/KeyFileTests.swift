// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import SQLiteStorage
import Testing

@testable import GatehouseServer

@Suite("A key file")
struct KeyFileTests {
    private let folder = TemporaryFolder()
    private let file: KeyFile

    init() throws {
        file = KeyFile(path: folder.path("keys.json"))
        _ = try file.edit { _ in try KeySet.generate(.es256, id: "first", at: 1) }
    }

    private func status(_ path: String) -> stat {
        var status = stat()
        #expect(stat(path, &status) == 0)
        return status
    }

    @Test("is its owner's alone, whatever the umask, and nothing is left beside it")
    func mode() throws {
        let former = umask(0o277)
        defer { umask(former) }
        _ = try file.edit { try #require($0).rotated(at: 2) }
        #expect(status(file.path).st_mode & 0o7777 == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")) == ["keys.json"])
    }

    @Test("keeps its owner when root changes it", .enabled(if: geteuid() == 0))
    func owner() throws {
        chown(file.path, 1234, 4321)
        _ = try file.edit { try #require($0).rotated(at: 2) }
        #expect((status(file.path).st_uid, status(file.path).st_gid) == (1234, 4321))
    }

    @Test("that root makes belongs to the heir, else to the folder's owner", .enabled(if: geteuid() == 0))
    func heir() throws {
        chown(folder.path(""), 1234, 4321)
        try folder.write("database", "")
        chown(folder.path("database"), 77, 78)
        for (name, heir, owner) in [("a", folder.path("database"), 77), ("b", "/nowhere", 1234)] {
            let file = KeyFile(path: folder.path(name))
            _ = try file.edit(heir: FileOwner(of: heir)) { _ in try KeySet.generate(.hs256, at: 1) }
            #expect(status(file.path).st_uid == owner)
        }
    }

    @Test("stays what it was where a change fails")
    func failure() throws {
        let before = try file.bytes()
        #expect(throws: KeySetError.isCurrent("first")) {
            try file.edit { try #require($0).retiring("first", at: 2) }
        }
        #expect(try file.bytes() == before)
    }

    @Test("is changed where a link leads, and the link stays")
    func link() throws {
        symlink("keys.json", folder.path("link"))
        _ = try KeyFile(path: folder.path("link")).edit { try #require($0).rotated(at: 2) }
        #expect(try file.set()?.signing.id != "first")
        var status = stat()
        #expect(lstat(folder.path("link"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test("is changed in the folder in which it was found, whatever is put in its place meanwhile")
    func exchanged() throws {
        let path = folder.path("keys")
        for name in ["keys", "other"] { mkdir(folder.path(name), 0o700) }
        let file = KeyFile(path: path + "/keys.json")
        _ = try file.edit { _ in
            rename(path, folder.path("moved"))
            symlink("other", path)
            return try KeySet.generate(.es256, id: "second", at: 1)
        }
        #expect(try KeyFile(path: folder.path("moved/keys.json")).set()?.signing.id == "second")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("other")).isEmpty)
    }

    @Test("loses no change where several are made at once")
    func race() throws {
        let file = file
        DispatchQueue.concurrentPerform(iterations: 16) { _ in
            _ = try? file.edit { set in try set?.rotated(at: 2) ?? KeySet.generate(.es256, at: 1) }
        }
        // Two keys at first, and one more with every rotation.
        #expect(try file.set()?.entries.count == 18)
    }

    @Test("is not waited for for ever, and can be held up by nobody who reads its folder")
    func deadline() throws {
        let (reader, other) = (open(folder.path(""), O_RDONLY | O_DIRECTORY), open(file.path + ".lock", O_CREAT, 0o600))
        defer { close(reader) }
        #expect(flock(reader, LOCK_EX) == 0 && flock(other, LOCK_EX) == 0)
        let start = ContinuousClock.now
        let error = #expect(throws: Failure.self) { try file.edit { try #require($0).rotated(at: 2) } }
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(
            error?.status == .temporary && error?.description.contains("another command is at the key file") == true)
        close(other)
        #expect(try file.edit { try #require($0).rotated(at: 2) }.signing.id != "first")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")) == ["keys.json"])
    }

    static let faults: [(name: String, KeyFileError, @Sendable (KeyFile) throws -> Void)] = [
        ("gone", .missing, { unlink($0.path) }),
        ("for its group to read", .exposed(mode: 0o640), { chmod($0.path, 0o640) }),
        ("for everybody to read", .exposed(mode: 0o604), { chmod($0.path, 0o604) }),
        ("for everybody to write", .exposed(mode: 0o602), { chmod($0.path, 0o602) }),
        ("a folder", .notAFile, { _ = (unlink($0.path), mkdir($0.path, 0o700)) }),
        ("a pipe", .notAFile, { _ = (unlink($0.path), mkfifo($0.path, 0o600)) }),
        ("endless", .tooLarge, { truncate($0.path, 1 << 21) }),
        (
            "a link to itself", .unreadable(FileError(number: ELOOP)),
            { _ = (unlink($0.path), symlink("keys.json", $0.path)) }
        ),
    ]

    @Test("is refused where it is empty or half written")
    func halfWritten() throws {
        let whole = try file.bytes()
        for count in [0, 1, whole.count / 2, whole.count - 3] {
            truncate(file.path, off_t(count))
            #expect(throws: KeyFileFailure.self) { try WatchedKeys(file, beside: nil) }
        }
    }

    @Test("is refused where it is not what it must be", arguments: faults)
    func refused(_ name: String, _ error: KeyFileError, _ spoil: @Sendable (KeyFile) throws -> Void) throws {
        try spoil(file)
        #expect(throws: KeyFileFailure(file: file, error: error)) { try WatchedKeys(file, beside: nil) }
    }
}
