// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE

extension HTTPRequest {
    /// The members `username` and `password` of the body, both strings and neither empty.
    ///
    /// - Throws: a ``Problem`` where the body is no JSON object, ``Violation/credentialsMissing`` as a denial where one
    ///   of the two is absent, empty or no string.
    func credentials() throws -> (username: String, password: String) {
        let body = try jsonObject()
        guard let username = body["username"]?.string, let password = body["password"]?.string,
            !username.isEmpty, !password.isEmpty
        else { throw Denial.invalid(.credentialsMissing) }
        return (username, password)
    }

    /// The members `current_password` and `new_password` of the body, both strings and neither empty.
    ///
    /// - Throws: a ``Problem`` where the body is no JSON object or lacks one of the two.
    func passwords() throws(Problem) -> (current: String, new: String) {
        let body = try jsonObject()
        guard let current = body["current_password"]?.string, let new = body["new_password"]?.string,
            !current.isEmpty, !new.isEmpty
        else { throw .missing("Current password and new password are required") }
        return (current, new)
    }

    /// The member `username` of the body, a string that is not empty.
    ///
    /// - Throws: as ``passwords()``.
    func username() throws(Problem) -> String {
        guard let username = try jsonObject()["username"]?.string, !username.isEmpty else {
            throw .missing("Username is required")
        }
        return username
    }
}

extension Problem {
    fileprivate static func missing(_ sentence: String) -> Problem {
        Problem(status: 400, code: "validation_failed", sentence: sentence)
    }
}
