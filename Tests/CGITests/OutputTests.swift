// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite("Output of a process")
struct OutputTests {
    @Test("both streams, the exit code, the environment and the input arrive")
    func output() throws {
        let output = try Output.of(
            "/bin/sh", ["-c", "cat; echo $X >&2; exit 3"], environment: ["X": "error"], input: "input")
        #expect(output.standardOutput == "input" && output.standardError == "error\n" && output.status == 3)
        #expect(try Output.of("/bin/sh", ["-c", "kill -9 $$"]).status == -9)
        #expect(throws: (any Error).self) { try Output.of("/nonexistent") }
    }
}
