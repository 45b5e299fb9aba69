// SPDX-License-Identifier: Apache-2.0

/// The fields that nginx adds to answers.
extension Check {
    static let ofHeaders: [Check] = [headersDropped, headersAlways, anyOrigin]

    static let headersDropped = ofSite(
        "headers-dropped", .warning, "An `add_header` takes away those that protect.",
        why: "A block with an add_header of its own inherits none: without the fields of CORS a page cannot read the "
            + "answer, without the others browsers do what they were told not to."
    ) { site in
        site.blocks.compactMap { block in
            let lost = block.lostFields.filter(protects)
            guard let first = block.own("add_header").first, !lost.isEmpty else { return nil }
            return Symptom(
                "\(block.title) adds \(first.arguments.first ?? "") and drops \(lost.joined(separator: ", "))",
                at: first.place, instead: "the include of the outer block repeated here, beside this line")
        }
    }

    static let headersAlways = ofSite(
        "headers-always", .warning, "A field that protects is missing on errors.",
        why:
            "Without `always` nginx adds it to a few statuses alone: of a 401 without the fields of CORS a page cannot "
            + "even read that it has to log in."
    ) { site in
        site.directives("add_header").filter { directive in
            directive.fieldName.map(protects) ?? false && directive.arguments.dropFirst(2).first != "always"
        }.map { directive in
            Symptom(
                "\(directive.text) is not said of errors", at: directive.place, instead: "\(directive.text) always;")
        }
    }

    static let anyOrigin = ofSite(
        "any-origin", .error, "Every origin may read answers with credentials.",
        why: "Whatever page somebody visits may then do in their name what they may do."
    ) { site in
        site.directives("add_header").filter { directive in
            directive.fieldName == "access-control-allow-origin"
                && Nginx.variables(in: directive.arguments.dropFirst().first ?? "").contains("http_origin")
        }.map { directive in
            Symptom(
                directive.text, at: directive.place,
                instead: "a map of the origins that are meant, as $gatehouse_origin in gatehouse/site.conf")
        }
    }

    private static func protects(_ field: String) -> Bool {
        field.hasPrefix("access-control-") || field.hasPrefix("cross-origin-") || protecting.contains(field)
    }

    private static let protecting: Set = [
        "vary", "strict-transport-security", "content-security-policy", "x-content-type-options", "x-frame-options",
        "referrer-policy", "permissions-policy", "retry-after", "www-authenticate",
    ]
}

extension Nginx.Directive {
    /// The field that an `add_header` adds, in lower case.
    fileprivate var fieldName: String? { arguments.first?.lowercased() }
}

extension Nginx.Block {
    /// The fields that would be added here if it had none of its own, and now are not.
    fileprivate var lostFields: [String] {
        let own = own("add_header").compactMap(\.fieldName)
        guard !own.isEmpty, let outer, word("add_header_inherit") != "merge" else { return [] }
        return outer.list("add_header").compactMap(\.fieldName).filter { !own.contains($0) }
    }
}
