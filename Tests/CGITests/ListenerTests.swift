// SPDX-License-Identifier: Apache-2.0

import Basics
import Foundation
import TestSupport
import Testing

@testable import CGI

@Suite("Listener")
struct ListenerTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    @Test("the socket file has the mode that was asked for, whatever the umask")
    func mode() throws {
        let listener = try Listener.unix(path: folder.file("s"), mode: 0o666)
        defer { close(listener.descriptor) }
        var status = stat()
        #expect(lstat(folder.file("s"), &status) == 0 && status.st_mode & 0o777 == 0o666)
    }

    @Test("a path is deserted where nobody listens, be there a socket or not")
    func deserted() throws {
        #expect(Listener.isDeserted(at: folder.file("s")))
        let listener = try Listener.unix(path: folder.file("s"))
        #expect(!Listener.isDeserted(at: folder.file("s")))
        close(listener.descriptor)
        #expect(Listener.isDeserted(at: folder.file("s")))
        #expect(Listener.isDeserted(at: "/nowhere/s") && Listener.isDeserted(at: ""))
    }

    @Test("the stale file of a dead server is replaced")
    func stale() throws {
        let dead = try Listener.unix(path: folder.file("s"))
        close(dead.descriptor)
        let living = try Listener.unix(path: folder.file("s"))
        defer { close(living.descriptor) }
        _ = try FastCGIClient(path: folder.file("s"))
    }

    @Test("of servers that start at once on the path of a dead one, one has it")
    func race() throws {
        let path = folder.file("s")
        for _ in 0..<100 {
            // Never listened on: a program that another test is just starting holds it open for a moment.
            unlink(path)
            let dead = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            #expect(try UnixAddress(path: path).bind(dead))
            close(dead)
            let listeners = concurrently(4) { try? Listener.unix(path: path) }.compactMap { $0 }
            #expect(listeners.count == 1)
            #expect((try? FastCGIClient(path: path)) != nil)
            listeners.forEach { close($0.descriptor) }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["s"])
    }

    @Test("another server that does not come to an end of its start is not waited for for ever")
    func stuckStart() throws {
        let other = open(folder.file("s.lock"), O_RDWR | O_CREAT, 0o600)
        #expect(flock(other, LOCK_EX) == 0)
        let error = #expect(throws: ListenError.self) { try Listener.unix(path: folder.file("s")) }
        #expect(error?.description.contains("try again") == true)
        close(other)
        let listener = try Listener.unix(path: folder.file("s"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["s"])
        close(listener.descriptor)
    }

    @Test("nobody who can read the folder can hold up a start")
    func heldFolder() throws {
        let stranger = open(folder.path, O_RDONLY | O_DIRECTORY)
        defer { close(stranger) }
        #expect(flock(stranger, LOCK_EX) == 0)
        close(try Listener.unix(path: folder.file("s")).descriptor)
    }

    @Test("a lock file that is a link, or somebody else's, is told", .enabled(if: geteuid() == 0))
    func foreignLock() throws {
        let path = folder.file("s.lock")
        for lay in [
            { symlink(folder.file("target"), path) }, { mknod(path, S_IFREG | 0o666, 0) | chown(path, 4711, 0) },
        ] {
            unlink(path)
            #expect(lay() == 0)
            let error = #expect(throws: ListenError.self) { try Listener.unix(path: folder.file("s")) }
            #expect(error?.description.contains("is another user's") == true)
        }
        #expect(access(folder.file("target"), F_OK) != 0)
    }

    @Test("a path is refused in a sentence that says why", arguments: ["taken", "file", "missing/s", "", "long"])
    func refused(name: String) throws {
        let living = try Listener.unix(path: folder.file("taken"))
        defer { close(living.descriptor) }
        close(open(folder.file("file"), O_CREAT | O_WRONLY, 0o600))
        let path = name.isEmpty ? "" : folder.file(name == "long" ? String(repeating: "x", count: 100) : name)
        let reasons = [
            "taken": "another server does", "file": "a file that is no socket", "missing/s": "folder does not exist",
            "": "empty path", "long": "at most 107 bytes",
        ]
        let error = #expect(throws: ListenError.self) { try Listener.unix(path: path) }
        #expect(error?.description.contains(reasons[name] ?? "?") == true)
        // Nothing was removed to find out.
        #expect(access(folder.file("file"), F_OK) == 0 && (try? FastCGIClient(path: folder.file("taken"))) != nil)
    }

    @Test("a folder that takes no files is told")
    func unwritableFolder() {
        // Not even root creates files in sysfs.
        let error = #expect(throws: ListenError.self) { try Listener.unix(path: "/sys/s") }
        #expect(error?.description.contains("its folder may not be written") == true)
    }

    @Test("an inherited descriptor has to be a listening Unix stream socket")
    func inherited() throws {
        let listener = try Listener.unix(path: folder.file("s"))
        defer { close(listener.descriptor) }
        #expect(try Listener.inherited(listener.descriptor).file == nil)
        var pipe: [Int32] = [0, 0]
        #expect(Glibc.pipe(&pipe) == 0)
        let datagrams = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        let internet = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #expect(listen(internet, 1) == 0)
        let connected = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        for descriptor in [pipe[0], datagrams, internet, connected, 9_999] {
            #expect(throws: ListenError.self) { try Listener.inherited(descriptor) }
        }
        for descriptor in pipe + [datagrams, internet, connected] { close(descriptor) }
    }

    @Test("at the end the file is removed, unless it is another's by now")
    func unlinking() throws {
        let first = try Listener.unix(path: folder.file("s"))
        close(first.descriptor)
        let second = try Listener.unix(path: folder.file("s"))
        first.unlinkFile()
        #expect(access(folder.file("s"), F_OK) == 0)
        second.unlinkFile()
        #expect(access(folder.file("s"), F_OK) != 0)
        close(second.descriptor)
    }

    @Test("two servers on one listening socket share it, and one that drains takes nothing with it")
    func siblings() throws {
        let owner = try Listener.unix(path: folder.file("s"))
        defer { close(owner.descriptor) }
        let server = Server(
            listener: try .inherited(dup(owner.descriptor)), settings: .patient, application: Echo())
        let thread = try POSIXThread { try? server.run() }
        #expect(try FastCGIClient(path: folder.file("s")).get(.get("/")).status == 200)
        server.drain()
        thread.join()
        let waiting = try FastCGIClient(path: folder.file("s"))
        let sibling = Server(
            listener: try .inherited(dup(owner.descriptor)), settings: .patient, application: Echo())
        let other = try POSIXThread { try? sibling.run() }
        #expect(waiting.get(.get("/")).status == 200)
        sibling.stop()
        other.join()
    }
}
