// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What a command has written, and how it has ended.
struct ShellCommand: Sendable {
    /// The exit code; 127 where there is no such command.
    let status: Int32

    /// Its standard output, and its standard error where the command line says so.
    let output: String

    /// Runs a command line in a shell that finds the tools of administrators too; nil where none can be started.
    ///
    /// The command line is the program's own: nothing that comes from outside may be part of it.
    init?(_ line: StaticString) {
        guard let stream = popen("PATH=$PATH:/usr/sbin:/sbin; \(line)", "r") else { return nil }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, stream)
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        let raw = pclose(stream)
        status = raw & 0x7f == 0 ? (raw >> 8) & 0xff : -(raw & 0x7f)
        output = String(decoding: bytes, as: UTF8.self)
    }
}
