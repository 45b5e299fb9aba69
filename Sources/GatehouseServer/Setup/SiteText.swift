// SPDX-License-Identifier: Apache-2.0

/// The server in nginx's files: what of it setting up reads and changes; all else stays as it was written.
struct SiteText {
    private(set) var text: String

    init(_ text: String) {
        self.text = text
    }

    /// The name that the file has as it is shipped.
    private static let exampleName = "auth.example.com"

    /// The host name; nil in a file that nobody has edited.
    var name: String? { isExample ? nil : value(of: "server_name") }

    /// The path of the certificate chain; nil in a file that nobody has edited.
    var certificate: String? { isExample ? nil : value(of: "ssl_certificate") }

    /// The path of the certificate's key; nil in a file that nobody has edited.
    var certificateKey: String? { isExample ? nil : value(of: "ssl_certificate_key") }

    private var isExample: Bool { value(of: "server_name") == Self.exampleName }

    /// The same server under that name with that certificate.
    func naming(_ name: String, certificate: String, key: String) -> SiteText {
        let former = value(of: "server_name") ?? Self.exampleName
        var site = self
        site.set("server_name", to: name)
        site.set("ssl_certificate", to: certificate)
        site.set("ssl_certificate_key", to: key)
        site.text = site.text.replacing("https://\(former)$request_uri", with: "https://\(name)$request_uri")
        return site
    }

    private func value(of directive: String) -> String? {
        text.split(separator: "\n").lazy.compactMap { Self.value(of: directive, in: $0) }.first
    }

    private mutating func set(_ directive: String, to value: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            Self.value(of: directive, in: line) == nil
                ? String(line) : "\(line.prefix { $0 == " " })\(directive) \(value);"
        }
        text = lines.joined(separator: "\n")
    }

    private static func value(of directive: String, in line: Substring) -> String? {
        let words = line.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0] == directive, let end = words[1].lastIndex(of: ";") else { return nil }
        return String(words[1][..<end]).trimmed
    }
}

/// The list of origins in nginx's files.
struct OriginsText {
    private(set) var text: String

    init(_ text: String) {
        self.text = text
    }

    private static let beginning = "map $http_origin $gatehouse_origin {\n    default 0;\n"

    /// The same with these origins allowed as well; nil where the list is not where it was shipped.
    func allowing(_ origins: [String]) -> OriginsText? {
        guard text.contains(Self.beginning) else { return nil }
        let lines = Set(text.split(separator: "\n").map { String($0).trimmed })
        let added = origins.map { "\"\($0)\" 1;" }.filter { !lines.contains($0) }
        let insertion = added.map { "    \($0)\n" }.joined()
        return OriginsText(text.replacing(Self.beginning, with: Self.beginning + insertion, maxReplacements: 1))
    }
}
