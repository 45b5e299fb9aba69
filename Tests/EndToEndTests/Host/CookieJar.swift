// SPDX-License-Identifier: Apache-2.0

import Foundation

/// curl with a cookie jar: it keeps, sends and drops cookies as a browser does.
final class CookieJar {
    private let host: Host
    private let file: String

    init(_ host: Host) {
        self.host = host
        file = host.folder.file("jar-\(UUID().uuidString)")
    }

    /// Asks with the cookies that go to the path, and keeps those that come back.
    func ask(_ method: String, _ path: String, csrf: String? = nil, _ arguments: String...) throws -> Reply {
        // From its standard input: a file would be read again at the end, with the cookies that the answer has removed.
        var all = ["--request", method, "--cookie", "-", "--cookie-jar", file] + arguments
        if let csrf { all += ["--header", "X-CSRF-TOKEN: \(csrf)"] }
        return try host.curl(path, all, input: text)
    }

    /// Registers, asks for what a login has to repeat where there is such a thing, and logs in.
    func login(_ name: String) throws -> Reply {
        _ = try host.post("/register", Host.credentials(name))
        let proof = try ask("GET", "/csrf").json?["csrf_token"]?.string
        return try ask("POST", "/login", csrf: proof, "--json", Host.credentials(name))
    }

    private var text: String { (try? String(contentsOfFile: file, encoding: .utf8)) ?? "" }

    /// The cookies that it holds, by name.
    var cookies: [String: String] {
        let rows = text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        return Dictionary(
            rows.filter { $0.count == 7 }.map { (String($0[5]), String($0[6])) }, uniquingKeysWith: { $1 })
    }
}
