// SPDX-License-Identifier: Apache-2.0

import CGI
import Foundation
import JOSE

extension CGI.Response {
    /// A JSON body.
    public static func json(_ value: JSON, status: Int = 200) -> CGI.Response {
        json(bytes: value.serialized(), status: status)
    }

    /// A value of the program's own as a JSON body.
    ///
    /// - Throws: what the value's `encode(to:)` throws.
    public static func json(encoding value: some Encodable, status: Int = 200) throws -> CGI.Response {
        json(bytes: Array(try JSONEncoder().encode(value)), status: status)
    }

    /// A body of one member, `message`.
    static func message(_ text: String, status: Int = 200) -> CGI.Response {
        json(["message": .string(text)], status: status)
    }

    private static func json(bytes: [UInt8], status: Int) -> CGI.Response {
        var response = CGI.Response(status: status, body: bytes)
        // With the request's id, and for what else may come.
        response.headers.reserveCapacity(4)
        response.addHeader("Content-Type", "application/json")
        return response
    }
}
