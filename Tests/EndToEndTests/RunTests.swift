// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite("What `make run` refuses before it makes anything")
struct RunTests {
    @Test(
        "a variable that cannot be meant is named with what it must be",
        arguments: [
            ("PORT", "abc", "a number from 1 to 65535"), ("PORT", "0", "a number from 1 to 65535"),
            ("PORT", "65536", "a number from 1 to 65535"), ("PORT", "80000", "a number from 1 to 65535"),
            ("PROTOCOL", "http", "fastcgi or scgi"),
        ])
    func refused(variable: String, value: String, demand: String) throws {
        let script = Host.root.appending(path: ".make/run").path
        // A program of its own, so that nothing is built.
        let output = try run(script, environment: ["PROGRAM": "/bin/true", variable: value])
        #expect(output.status == 1)
        #expect(output.standardError == "run: \(variable) is \(value), but it must be \(demand)\n")
    }
}
