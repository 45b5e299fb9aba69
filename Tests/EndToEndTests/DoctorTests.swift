// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport
import Testing

@Suite("The doctor and a running host")
struct DoctorTests {
    /// What is so or not so by the machine that the tests run on.
    private static let ofTheMachine = [
        "clock-unsynchronized", "disk-space", "sqlite-version", "libfcgi-version", "nginx-version",
    ]

    /// What the doctor says, for whom `nginx` is this script.
    private func doctor(_ host: Host, nginx script: String) throws -> (output: Output, report: JSON) {
        let nginx = host.folder.file("nginx")
        try "#!/bin/sh\n\(script)\n".write(toFile: nginx, atomically: true, encoding: .utf8)
        chmod(nginx, 0o755)
        let skipped = Self.ofTheMachine.flatMap { ["--skip", $0] }
        let output = try run(
            [Host.binary("gatehouse-example"), "doctor", "--json"] + skipped,
            environment: [
                "PATH": "\(host.folder.path):/usr/bin:/bin", "JWT_SECRET_KEY": Host.secret,
                "DATABASE_URL": "sqlite:///\(host.database)",
            ])
        return (output, try JSON(parsing: Array(output.standardOutput.utf8)))
    }

    private func found(_ report: JSON) -> [String?] {
        report["findings"]?.array?.map { $0["check"]?.string } ?? []
    }

    /// As nginx was started.
    private func real(_ host: Host) -> String { "exec /usr/sbin/nginx -p \(host.folder.path) -c nginx.conf \"$@\"" }

    @Test("finds nothing wrong with it, until its workers are gone")
    func running() throws {
        let host = try Host(workers: 1)
        let arguments = ["user", "add", "boss", "--role", "admin"]
        #expect(
            try run(
                [Host.binary("gatehouse-example")] + arguments, input: "Correct1horse\n",
                environment: ["DATABASE_URL": "sqlite:///\(host.database)"]
            ).status == 0)
        let (output, report) = try doctor(host, nginx: real(host))
        #expect(found(report) == [])
        #expect((output.status, output.standardError) == (0, ""))
        host.workers.forEach { $0.destroy() }
        host.closeListener()
        let later = try doctor(host, nginx: real(host))
        #expect(found(later.report) == ["socket-missing"])
        #expect((later.output.status, later.output.standardError) == (1, "gatehouse-example: found 1 error\n"))
    }

    @Test("says where it is that nginx does not understand itself, or that there is no nginx")
    func refused() throws {
        let host = try Host(workers: 1)
        try "events { }\nhttp {\n    nonsense;\n}\n".write(
            toFile: host.folder.file("bad.conf"), atomically: true, encoding: .utf8)
        let (output, report) = try doctor(host, nginx: "exec /usr/sbin/nginx -p \(host.folder.path) -c bad.conf \"$@\"")
        let finding = try #require(
            report["findings"]?.array?.first { $0["check"]?.string?.hasPrefix("nginx-") == true })
        if geteuid() == 0 {
            #expect(output.status == 1)
            #expect(finding["check"]?.string == "nginx-refused")
            #expect(finding["what"]?.string == "unknown directive \"nonsense\"")
            #expect(finding["line"]?.integer == 3)
        } else {
            #expect(finding["check"]?.string == "nginx-unseen")
        }
        let without = try doctor(host, nginx: "exit 127")
        #expect(found(without.report).contains("nginx-unseen"))
    }
}
