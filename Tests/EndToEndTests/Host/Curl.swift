// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE
import TestSupport

/// Runs a command, found by the PATH of the tests, to its end.
@discardableResult
func run(_ command: String..., input: String = "", environment: [String: String]? = nil) throws -> Output {
    try run(command, input: input, environment: environment)
}

@discardableResult
func run(_ command: [String], input: String = "", environment: [String: String]? = nil) throws -> Output {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let whole = environment.map { ["PATH": path].merging($0) { $1 } }
    return try Output.of("/usr/bin/env", command, environment: whole, input: input)
}

/// An answer as curl has received it: status 0 where there was none.
struct Reply {
    let status: Int
    let headers: [(name: String, value: String)]
    let body: String

    /// Reads what `curl --include` prints; of several answers (100, redirects) the last.
    init(_ text: String) {
        var rest = text.replacing("\r\n", with: "\n")[...]
        var head: [Substring] = []
        while rest.hasPrefix("HTTP/"), let end = rest.range(of: "\n\n") {
            head = rest[..<end.lowerBound].split(separator: "\n")
            rest = rest[end.upperBound...]
        }
        status = head.first.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") } ?? 0
        headers = head.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (line[..<colon].lowercased(), value)
        }
        body = String(rest)
    }

    var json: JSON? { try? JSON(parsing: Array(body.utf8)) }
    var error: String? { json?["error"]?.string }
    var code: String? { json?["code"]?.string }
    var access: String { json?["access_token"]?.string ?? "" }
    var refresh: String { json?["refresh_token"]?.string ?? "" }

    /// The values of the field, in order; a field that came twice has two.
    func all(_ name: String) -> [String] { headers.filter { $0.name == name.lowercased() }.map(\.value) }
    func header(_ name: String) -> String? { all(name).first }
}
