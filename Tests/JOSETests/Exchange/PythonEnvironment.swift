// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE

/// A virtual environment with the libraries that tokens are exchanged with.
///
/// It is made once, under `.build`, which takes the network; later runs use it as it is.
enum PythonEnvironment {
    static let requirements = ["PyJWT==2.15.1", "Flask-JWT-Extended==4.7.4", "Flask==3.1.3", "cryptography==50.0.2"]

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What `exchange.py` answers.
    static func exchange(_ command: String, _ input: JSON) throws -> JSON {
        let python = try interpreter.get()
        let script = folder.appending(path: "exchange.py").path
        let answer = try run(python, [script, command], input: input.serialized())
        return try JSON(parsing: answer)
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()

    private static let interpreter = Result { try prepared() }

    /// The interpreter of an environment that has just these requirements; a record of them is written last, so that
    /// an environment which was left unfinished is made again.
    private static func prepared() throws -> String {
        let root = folder.appending(path: "../../..").standardizedFileURL
        let environment = root.appending(path: ".build/python")
        let python = environment.appending(path: "bin/python").path
        let record = environment.appending(path: "requirements.txt")
        let wanted = Data(requirements.joined(separator: "\n").utf8)
        if let found = try? Data(contentsOf: record), found == wanted { return python }
        _ = try run("/usr/bin/env", ["python3", "-m", "venv", "--clear", environment.path])
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _ = try run(python, install + requirements)
        try wanted.write(to: record)
        return python
    }

    private static func run(_ program: String, _ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let process = Process()
        let (stdin, stdout) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = stdin
        process.standardOutput = stdout
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input))
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let command = ([program] + arguments).joined(separator: " ")
            throw Failure(description: "`\(command)` ended with status \(process.terminationStatus)")
        }
        return Array(output)
    }
}
