// SPDX-License-Identifier: Apache-2.0

import Foundation

/// curl with a cookie jar: it keeps, sends and drops cookies as a browser does.
final class CookieJar {
    private let host: Host
    private let name: String
    private let file: String

    /// A jar for the host under this name, which need not be one that anybody resolves.
    init(_ host: Host, name: String = "localhost") {
        self.host = host
        self.name = name
        file = host.folder.file("jar-\(UUID().uuidString)")
    }

    /// Asks with the cookies that go to the path, and keeps those that come back.
    func ask(_ method: String, _ path: String, csrf: String? = nil, _ arguments: String...) throws -> Reply {
        // From its standard input: a file would be read again at the end, with the cookies that the answer has removed.
        var all = ["--request", method, "--cookie", "-", "--cookie-jar", file] + arguments
        if let csrf { all += ["--header", "X-CSRF-TOKEN: \(csrf)"] }
        return try host.curl(path, all, name: name, input: text)
    }

    /// Puts in a cookie as a sibling host may set it: for the domain that both lie in.
    func plant(_ cookie: String, _ value: String, domain: String, path: String) throws {
        let row = [".\(domain)", "TRUE", path, "TRUE", "4102444800", cookie, value].joined(separator: "\t")
        try (text + row + "\n").write(toFile: file, atomically: true, encoding: .utf8)
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
