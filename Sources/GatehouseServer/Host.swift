// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc

/// What a command finds around it: the environment, its standard streams, the clock.
struct Host: Sendable {
    /// The environment variables.
    var environment: [String: String]

    /// The path of the `.env` file that is read where none is named.
    var dotEnvPath = ".env"

    /// The folder in which an installed program has a folder of its name with its settings.
    var configurationFolder = "/etc"

    /// The folder in which this program is.
    var programFolder = folderOfThisProgram()

    /// The descriptor from which passwords come.
    var input: Int32 = STDIN_FILENO

    /// The descriptor for answers.
    var output: Int32 = STDOUT_FILENO

    /// The descriptor for complaints and questions.
    var errors: Int32 = STDERR_FILENO

    /// How long a worker may take to accept a question about itself, and then to answer.
    var patience = Duration.seconds(1)

    /// The time of day, in whole seconds.
    var clock: @Sendable () -> Int64 = timeOfDay

    /// The surroundings of this process.
    static var current: Host { Host(environment: processEnvironment()) }
}

extension Host {
    /// Writes an answer.
    ///
    /// - Throws: ``Failure``: an answer that nobody gets is no success.
    func write(_ text: String) throws(Failure) {
        guard writeAll(text, to: output) else {
            throw Failure(.ioError, "cannot write to standard output: \(systemMessage(errno))")
        }
    }

    /// Writes a line about what is wrong; where even that fails, the exit code has to do.
    func complain(_ line: String) {
        _ = writeAll(line + "\n", to: errors)
    }

    /// Asks a question at the terminal.
    func ask(_ question: String) {
        _ = writeAll(question, to: errors)
    }
}

/// Writes all of a text; false where that fails.
func writeAll(_ text: String, to descriptor: Int32) -> Bool {
    writeAll(Array(text.utf8), to: descriptor)
}

/// The same for bytes.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return false }
    }
    return true
}

/// The environment of the process; of a variable that comes twice the first counts, as with getenv(3).
private func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
        let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, variables[String(parts[0])] == nil { variables[String(parts[0])] = String(parts[1]) }
        next += 1
    }
    return variables
}

/// The folder of the program that runs, be it that another one has taken its place there.
private func folderOfThisProgram() -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let path = String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    return FileStatus.folder(of: path)
}

/// The seconds since 1970 by the system's clock: without Foundation, since every request asks for them.
func timeOfDay() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec)
}
