// SPDX-License-Identifier: Apache-2.0

/// What nginx takes of a request, and makes of it.
extension Check {
    static let ofRequests: [Check] = [mergeSlashes, underscores, anyProxy]

    static let mergeSlashes = ofSite(
        "merge-slashes", .warning, "Paths may have several slashes in a row.",
        why: "//admin is another location than /admin then, and to many applications the same page."
    ) { site in
        site.servers.compactMap { $0.symptom("merge_slashes", is: "off", not: "on") }
    }

    static let underscores = ofSite(
        "underscores", .error, "Names of fields may have underscores, or anything else in them.",
        why: "X_Gatehouse_User is another field than X-Gatehouse-User, so nothing replaces it; applications that make "
            + "HTTP_X_GATEHOUSE_USER of either take the one for the other."
    ) { site in
        site.servers.flatMap { server in
            [
                server.symptom("underscores_in_headers", is: "on", not: "off"),
                server.symptom("ignore_invalid_headers", is: "off", not: "on"),
            ].compactMap(\.self)
        }
    }

    static let anyProxy = ofSite(
        "any-proxy", .error, "Everybody is believed about the address that they come from.",
        why: "Whoever chooses an address meets no limit that is counted by it, and is in the log as somebody else."
    ) { site in
        site.directives("set_real_ip_from").filter { $0.arguments.first?.hasSuffix("/0") ?? false }.map { directive in
            Symptom(
                directive.text, at: directive.place,
                instead: "set_real_ip_from with the address of the proxy before nginx")
        }
    }
}

extension Nginx.Block {
    /// That a switch is the wrong way.
    fileprivate func symptom(_ name: String, is bad: String, not good: String) -> Symptom? {
        guard let directive = only(name), directive.arguments == [bad] else { return nil }
        return Symptom("\(title) has \(directive.text)", at: directive.place, instead: "\(name) \(good);")
    }
}
