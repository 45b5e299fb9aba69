// SPDX-License-Identifier: Apache-2.0

import Foundation
import JOSE

extension HTTPRequest {
    /// The body, which must be a JSON object: UTF-8, no member twice, no more than 16 levels deep.
    ///
    /// - Throws: ``Problem/bodyNotJSON`` (400), or ``Problem/mediaTypeNotJSON`` (415) where the Content-Type names
    ///   something else.
    public func jsonObject() throws(Problem) -> JSON {
        guard isJSON else { throw .mediaTypeNotJSON }
        guard let json = try? JSON(parsing: body), json.members != nil else { throw .bodyNotJSON }
        return json
    }

    /// The body as a value of the program's own.
    ///
    /// - Throws: as ``jsonObject()``; ``Problem/bodyNotJSON`` as well where the body has another shape.
    public func json<Value: Decodable>(_ type: Value.Type = Value.self) throws(Problem) -> Value {
        // The strict reader first: JSONDecoder takes members that come twice, and the first of them.
        _ = try jsonObject()
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch {
            throw .bodyNotJSON
        }
    }

    /// Whether the Content-Type is `application/json` or ends in `+json` (RFC 6839); one that is absent is taken for
    /// it.
    private var isJSON: Bool {
        guard let field = header("Content-Type"), !field.isEmpty else { return true }
        let type = field.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        return type == "application/json" || type.hasSuffix("+json")
    }
}
