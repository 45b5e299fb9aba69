// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A command of the shell that has been run, with what it said on both streams.
struct HostCommand {
    let text: String
    let output: String

    /// The exit code; 128 and more where a signal was the end, -1 where the shell could not be started.
    let status: Int32

    /// Runs the command, with these folders to look for programs in.
    init(_ text: String, path: String?) {
        self.text = text
        var line = "exec 2>&1 </dev/null; " + text
        if let path { line = "PATH=\(path.quotedForShell); " + line }
        guard let stream = popen(line, "r") else {
            (output, status) = ("", -1)
            return
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 {
            bytes.append(contentsOf: chunk.prefix(count))
        }
        let end = pclose(stream)
        output = String(decoding: bytes, as: UTF8.self)
        status = end < 0 ? -1 : end & 0x7F == 0 ? (end >> 8) & 0xFF : 128 + end & 0x7F
    }
}

extension String {
    /// The text as one word for the shell.
    var quotedForShell: String {
        "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
