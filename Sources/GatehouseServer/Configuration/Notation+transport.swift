// SPDX-License-Identifier: Apache-2.0

import Basics
import Gatehouse

extension Notation where Value == [TokenLocation] {
    /// Places in which a token may stand, each once.
    static let locations = Notation(
        allowed: "a list with commas of \(TokenLocation.allCases.map(\.rawValue).joined(separator: ", "))"
    ) { text in
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
        let locations = names.compactMap(TokenLocation.init)
        return locations.count == names.count && Set(names).count == names.count ? locations : nil
    }
}

extension Notation where Value == SameSite {
    /// The values of the attribute.
    static let sameSite = word(["Strict": .strict, "Lax": .lax, "None": .none])
}

extension Notation where Value == Set<String> {
    /// Methods.
    static let methods = Notation(allowed: "methods with commas, such as POST,PUT") { text in
        let methods = text.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
        let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
        return methods.allSatisfy(known.contains) ? Set(methods) : nil
    }
}

extension Notation where Value == [String] {
    /// Origins as browsers write them (RFC 6454 §6.2): compared as they are spelled.
    static let origins = Notation(allowed: "origins with commas, such as https://app.example.com") { text in
        let origins = text.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
        return origins.allSatisfy(isOrigin) ? origins : nil
    }

    private static func isOrigin(_ text: String) -> Bool {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, ["http", "https"].contains(parts[0]) else { return false }
        let host = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        let port = host.count == 2 ? UInt16(host[1]) : host.count == 1 ? 0 : nil
        return port != nil && isHost(host[0])
    }
}

extension Notation where Value == String {
    /// A token of RFC 9110 §5.6.2, which is what a header and a cookie may be called.
    static let token = Notation(allowed: "a name of letters, digits and !#$%&'*+-.^_`|~") { text in
        text.utf8.allSatisfy { $0.isAlphanumeric(or: "!#$%&'*+-.^_`|~") } ? text : nil
    }

    /// The scheme before a token.
    static let scheme = Notation(allowed: "one word, or none where the header is the bare token") { text in
        if text.lowercased() == "none" { return "" }
        return token.read(text)
    }

    /// A cookie's path.
    static let cookiePath = Notation(allowed: "a path such as /auth") { text in
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ";") }
        return text.hasPrefix("/") && isPlain ? text : nil
    }

    /// A cookie's domain; a dot before it means nothing (RFC 6265 §5.2.3).
    static let domain = Notation(allowed: "a domain such as example.com") { text in
        let name = text.hasPrefix(".") ? text.dropFirst() : text[...]
        return isHost(name) ? String(name) : nil
    }
}

/// Whether it is a name in lower case, as browsers compare it.
private func isHost(_ text: Substring) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return labels.allSatisfy { label in
        !label.isEmpty
            && label.utf8.allSatisfy {
                $0.isAlphanumeric(or: "-") && !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
            }
    }
}
