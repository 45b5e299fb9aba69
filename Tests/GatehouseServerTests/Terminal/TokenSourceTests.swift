// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import GatehouseServer

@Suite("Where a token comes from")
struct TokenSourceTests {
    private let folder = TemporaryFolder()

    private func token(in path: String) throws -> String {
        try TokenSource(input: STDIN_FILENO, path: path).token()
    }

    @Test("the first line of a file, whatever ends it", arguments: ["a.b.c", "a.b.c\n", " a.b.c\r\nx", "a.b.c\n\n"])
    func file(_ text: String) throws {
        try folder.write("token", text)
        #expect(try token(in: folder.path("token")) == "a.b.c")
    }

    @Test("the first line of a pipe, which its writer need not close")
    func pipe() throws {
        let path = folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let writer = open(path, O_RDWR | O_CLOEXEC)
        defer { close(writer) }
        #expect(write(writer, "a.b.c\nx", 7) == 7)
        #expect(try token(in: path) == "a.b.c")
    }

    @Test("what has no end, or is longer than any token, is not read on")
    func endless() throws {
        try folder.write("token", String(repeating: "a", count: 8193))
        for path in ["/dev/zero", folder.path("token")] {
            #expect(throws: Failure(.dataError, "the line from the file is too long")) { try token(in: path) }
        }
    }

    @Test("what is empty, is not there or is a folder, is told without its name")
    func none() throws {
        try folder.write("token", "\n")
        #expect(throws: Failure(.dataError, "no token came")) { try token(in: folder.path("token")) }
        #expect(throws: Failure(.ioError, "cannot read from the file: Is a directory")) { try token(in: "/") }
        #expect(
            throws: Failure(
                .unavailable, "there is no such file; a token comes from a file or from standard input")
        ) { try token(in: folder.path("none")) }
    }
}
