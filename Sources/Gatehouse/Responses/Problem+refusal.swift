// SPDX-License-Identifier: Apache-2.0

import CGI

extension Problem {
    /// What a refusal by the wire is in HTTP's words; the particulars are for the log.
    init(_ refusal: Refusal) {
        self =
            switch refusal {
            case .bodyTooLarge:
                Problem(status: 413, code: "content_too_large", sentence: "Request body is too large")
            case .environmentTooLarge:
                Problem(status: 431, code: "headers_too_large", sentence: "Request headers are too large")
            case .unsupportedRole:
                Problem(status: 403, code: "unsupported_role", sentence: "This role is not supported")
            case .invalidResponse: .fault
            default: Problem(status: 400, code: "bad_request", sentence: "Bad request")
            }
    }
}
