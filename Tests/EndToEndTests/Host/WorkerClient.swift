// SPDX-License-Identifier: Apache-2.0

import JOSE
import TestSupport

/// Asks a worker at its socket as nginx would, over what nginx speaks in this run of the suite: FastCGI on a connection
/// that is kept, SCGI on one a request.
final class WorkerClient: Sendable {
    private let path: String
    private let kept: FastCGIClient?

    init(path: String) throws {
        self.path = path
        kept = WorkerProtocol.current == .fastcgi ? try FastCGIClient(path: path) : nil
    }

    /// The answer; one without a status where none came.
    func ask(_ method: String, _ path: String, token: String? = nil, body: String = "") -> any CGIReply {
        var variables = [
            ("REQUEST_METHOD", method), ("DOCUMENT_URI", path), ("REMOTE_ADDR", "192.0.2.1"),
            ("CONTENT_TYPE", body.isEmpty ? "" : "application/json"),
            ("CONTENT_LENGTH", body.isEmpty ? "" : "\(body.utf8.count)"),
        ]
        if let token { variables.append(("HTTP_AUTHORIZATION", "Bearer \(token)")) }
        return ask(variables, body: body)
    }

    /// The answer to a request of these variables; one without a status where none came.
    func ask(_ variables: [(String, String)], body: String = "") -> any CGIReply {
        if let kept { return kept.get(variables, body: Array(body.utf8)) }
        let client = try? SCGIClient(path: path)
        return client?.get(variables, body: Array(body.utf8)) ?? SCGIReply()
    }
}

extension CGIReply {
    /// A member of the JSON body that is text; empty where there is none.
    func member(_ name: String) -> String { body.member(name) }
}

extension String {
    /// Of a body of JSON, a member that is text; empty where there is none.
    func member(_ name: String) -> String {
        (try? JSON(parsing: Array(utf8)))?[name]?.string ?? ""
    }
}
