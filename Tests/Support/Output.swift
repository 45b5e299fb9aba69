// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a process wrote and how it ended.
public struct Output: Sendable {
    /// The exit code, or the number of the signal that ended it, negative.
    public let status: Int32
    /// Standard output as text.
    public let standardOutput: String
    /// Standard error as text.
    public let standardError: String

    /// Runs a program to its end and captures what it writes.
    ///
    /// - Parameters:
    ///   - program: the path of the program.
    ///   - arguments: what it is called with.
    ///   - environment: the whole environment of the program; nil inherits this process's.
    ///   - input: what it reads from standard input.
    /// - Returns: what it wrote, once it has ended.
    /// - Throws: when the program cannot be started.
    public static func of(
        _ program: String, _ arguments: [String] = [], environment: [String: String]? = nil, input: String = ""
    ) throws -> Output {
        let folder = try TemporaryDirectory()
        try Data(input.utf8).write(to: URL(fileURLWithPath: folder.file("in")))
        // Files, not pipes: a pipe that nobody empties would stop the program.
        let files = [
            open(folder.file("in"), O_RDONLY | O_CLOEXEC),
            open(folder.file("out"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600),
            open(folder.file("err"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600),
        ]
        defer { files.forEach { close($0) } }
        let pid = try spawn([program] + arguments, environment: environment, descriptors: files)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
        return Output(
            status: status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f),
            standardOutput: try String(contentsOfFile: folder.file("out"), encoding: .utf8),
            standardError: try String(contentsOfFile: folder.file("err"), encoding: .utf8))
    }
}
