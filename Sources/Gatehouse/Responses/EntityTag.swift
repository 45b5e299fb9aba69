// SPDX-License-Identifier: Apache-2.0

import JOSE

/// The validator of a body (RFC 9110 §8.8.3), by which a client says which one it has.
struct EntityTag: CustomStringConvertible {
    /// The tag as a field has it, in its quotes.
    let description: String

    /// The tag of exactly this body.
    init(of body: [UInt8]) {
        description = "\"\(Base64URL.encode(sha256(body).prefix(12)))\""
    }

    /// Whether an If-None-Match field names the tag, or any (RFC 9110 §13.1.2).
    ///
    /// The comparison is weak: nginx makes a tag weak when it compresses the body.
    func matches(_ field: String) -> Bool {
        field.split(separator: ",").contains { element in
            let tag = element.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
            return tag == "*" || tag == description || tag == "W/" + description
        }
    }
}
