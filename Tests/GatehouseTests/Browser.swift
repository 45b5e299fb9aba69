// SPDX-License-Identifier: Apache-2.0

import JOSE
import Synchronization
import Testing

@testable import Gatehouse

/// A client with a cookie jar, as a browser has one.
final class Browser: Sendable {
    /// A cookie as the answer has set it.
    struct Cookie: Sendable {
        let name: String
        let value: String
        let attributes: [String: String]
        var path: String { attributes["Path"] ?? "" }
    }

    let face: Face
    private let jar = Mutex<[String: Cookie]>([:])

    init(_ face: Face) { self.face = face }

    /// A browser in which `alice` is logged in, at a face where tokens travel so.
    convenience init(loggedInWith transport: TokenTransport) throws {
        self.init(try Face(transport: transport))
        _ = try face.ask("POST", "/register", json: Face.credentials())
        try login("alice")
    }

    /// The value of a cookie that it holds.
    func value(_ name: String) -> String? { jar.withLock { $0[name]?.value } }

    /// The names of the cookies that it holds.
    var names: [String] { jar.withLock { $0.keys.sorted() } }

    /// Asks with the cookies that go to the path, and keeps those that come back.
    func ask(
        _ method: String, _ path: String, csrf: String? = nil, json: String? = nil,
        _ variables: [(String, String)] = []
    ) throws -> Answer {
        var all = variables
        let cookies = jar.withLock { jar in jar.values.filter { path.hasPrefix($0.path) } }
        if !cookies.isEmpty {
            all.append(("HTTP_COOKIE", cookies.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")))
        }
        if let csrf { all.append(("HTTP_X_CSRF_TOKEN", csrf)) }
        let answer = try face.ask(method, path, json: json, all)
        keep(answer.cookies)
        return answer
    }

    /// Asks for what a login has to repeat, where there is such a thing, and logs in.
    @discardableResult
    func login(_ name: String = "username") throws -> Answer {
        let proof = try ask("GET", "/csrf").json?["csrf_token"]?.string
        return try ask("POST", "/login", csrf: proof, json: Face.credentials(name))
    }

    private func keep(_ cookies: [Cookie]) {
        jar.withLock { jar in
            for cookie in cookies { jar[cookie.name] = cookie.attributes["Max-Age"] == "0" ? nil : cookie }
        }
    }
}

extension Answer {
    /// The cookies that the answer sets, in their order.
    var cookies: [Browser.Cookie] {
        response.headers.filter { $0.name == "Set-Cookie" }.map { _, field in
            let parts = field.split(separator: "; ").map { part in
                part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            }
            let attributes = parts.dropFirst().map { ($0[0], $0.count == 2 ? $0[1] : "") }
            return Browser.Cookie(
                name: parts[0][0], value: parts[0][1],
                attributes: Dictionary(attributes, uniquingKeysWith: { $1 }))
        }
    }
}
