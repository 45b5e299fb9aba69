// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import GatehouseServer

@Suite("The folder of a file", .enabled(if: geteuid() == 0))
struct HeldFolderTests {
    private let top = TemporaryFolder()

    private func make(_ folder: String, for user: uid_t = 0) throws {
        #expect(mkdir(top.path(folder), 0o755) == 0 && chown(top.path(folder), user, user) == 0)
    }

    private func link(_ name: String, to target: String, for user: uid_t = 0) {
        #expect(symlink(target, top.path(name)) == 0 && lchown(top.path(name), user, user) == 0)
    }

    /// Whether something of that name that is made in the folder is found at the path.
    private func leads(_ held: HeldFolder, to path: String) -> Bool {
        guard mkdirat(held.descriptor, "probe", 0o700) == 0 else { return false }
        defer { unlinkat(held.descriptor, "probe", AT_REMOVEDIR) }
        return access(top.path(path) + "/probe", F_OK) == 0
    }

    @Test("is found by names, dots and root's links; a link of that name is followed, leading somewhere or not")
    func found() throws {
        try make("a")
        try make("a/b")
        try top.write("a/b/file", "")
        link("here", to: "a/./b")
        link("there", to: top.path("a"))
        link("file", to: "here/../b/file")
        link("dangling", to: "there/b/none")
        for (path, name) in [
            ("a/b/file", "file"), ("a/b/none", "none"), ("a//b/../b/file", "file"), ("here/file", "file"),
            ("there/b/file", "file"), ("file", "file"), ("dangling", "none"),
        ] {
            let held = try HeldFolder(ofFile: top.path(path))
            #expect(held.name == name && leads(held, to: "a/b"), "\(path)")
            #expect(held.stranger == nil)
        }
    }

    @Test("stays what it was, whatever is put in its place")
    func held() throws {
        try make("a")
        try make("other")
        let held = try HeldFolder(ofFile: top.path("a/file"))
        #expect(rename(top.path("a"), top.path("b")) == 0)
        link("a", to: "other")
        #expect(leads(held, to: "b"))
    }

    @Test("is not reached by root over another user's link, wherever that is on the way")
    func foreignLink() throws {
        try make("a")
        try top.write("a/file", "")
        link("middle", to: "a", for: 4711)
        link("last", to: "a/file", for: 4711)
        link("none", to: "a/none", for: 4711)
        link("behind", to: "middle/file")
        for path in ["middle/file", "last", "none", "behind", "middle/none"] {
            #expect(throws: HeldFolder.Obstacle.foreignLink) { try HeldFolder(ofFile: top.path(path)) }
        }
    }

    @Test("has a stranger where something on the way, or the file, is not root's: the last of them")
    func stranger() throws {
        try make("theirs", for: 4711)
        try make("theirs/ours")
        try make("ours")
        for folder in ["theirs", "theirs/ours", "ours"] {
            for (name, user) in [("root", 0), ("other", 4712)] as [(String, uid_t)] {
                try top.write("\(folder)/\(name)", "")
                #expect(chown(top.path("\(folder)/\(name)"), user, user) == 0)
            }
        }
        for (path, user) in [
            ("ours/root", nil), ("ours/none", nil), ("ours/other", 4712), ("theirs/root", 4711),
            ("theirs/none", 4711), ("theirs/other", 4712), ("theirs/ours/root", 4711), ("theirs/ours/none", 4711),
        ] as [(String, uid_t?)] {
            #expect(try HeldFolder(ofFile: top.path(path)).stranger?.user == user, "\(path)")
        }
    }

    @Test("is told where there is none, where a file is in its place, and where links lead in a circle")
    func obstacles() throws {
        try top.write("file", "")
        link("circle", to: "circle")
        for path in ["none/file", "file/file", "none/../file"] {
            #expect(throws: HeldFolder.Obstacle.missing) { try HeldFolder(ofFile: top.path(path)) }
        }
        #expect(throws: HeldFolder.Obstacle.missing) { try HeldFolder(ofFile: "/") }
        #expect(throws: HeldFolder.Obstacle.failed(FileError(number: ELOOP))) {
            try HeldFolder(ofFile: top.path("circle"))
        }
    }
}
