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
}
