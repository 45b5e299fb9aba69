// SPDX-License-Identifier: Apache-2.0

import JOSE
import TestSupport

extension FastCGIClient {
    /// Asks a worker as nginx would.
    func ask(_ method: String, _ path: String, token: String? = nil, body: String = "") -> FastCGIReply {
        var variables = [
            ("REQUEST_METHOD", method), ("DOCUMENT_URI", path), ("REMOTE_ADDR", "192.0.2.1"),
            ("CONTENT_TYPE", body.isEmpty ? "" : "application/json"),
            ("CONTENT_LENGTH", body.isEmpty ? "" : "\(body.utf8.count)"),
        ]
        if let token { variables.append(("HTTP_AUTHORIZATION", "Bearer \(token)")) }
        return get(variables, body: Array(body.utf8))
    }
}

extension FastCGIReply {
    /// A member of the JSON body that is text; empty where there is none.
    func member(_ name: String) -> String {
        (try? JSON(parsing: Array(body.utf8)))?[name]?.string ?? ""
    }
}
