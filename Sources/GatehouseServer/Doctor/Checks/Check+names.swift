// SPDX-License-Identifier: Apache-2.0

/// What nginx calls as the workers do (names.conf): it does not read their settings.
extension Check {
    static let names = Check(
        "names-differ", .warning, "nginx calls a cookie, or the member of an error, other than the workers do.",
        why: "By the cookies' names tokens are kept back from applications, and by the member's programs read refusals."
    ) { patient in
        guard let site = patient.site, !site.apis.isEmpty || !site.checks.isEmpty else { return [] }
        return patient.configuration.names.flatMap { variable, name, setting in
            site.nginx.defaults(of: variable).filter { $0.arguments.last?.withoutPrefix != name }.map { directive in
                Symptom(
                    "$\(variable) is \(directive.arguments.last ?? "nothing"), and by \(setting) it is \(name)",
                    at: directive.place, instead: "default \(name);")
            }
        }
    }
}

extension Configuration {
    /// The names that nginx has to know, by its variables for them, and the settings that they follow from.
    fileprivate var names: [(variable: String, name: String, setting: String)] {
        var names: [(String, String, String)] = []
        if let key = try? value(Settings.messageKey) {
            names.append(("gatehouse_message_key", key, Settings.messageKey.name))
        }
        if let transport = try? tokenTransport(), transport.usesCookies {
            let (access, refresh) = (transport.cookies.access.name, transport.cookies.refresh.name)
            names.append(("gatehouse_access_cookie", access.withoutPrefix, Settings.accessCookieName.name))
            names.append(("gatehouse_refresh_cookie", refresh.withoutPrefix, Settings.refreshCookieName.name))
        }
        return names
    }
}

extension String {
    /// The name of a cookie without the prefix by which browsers know how it may be set (RFC 6265bis §4.1.3).
    fileprivate var withoutPrefix: String {
        let prefix = ["__host-", "__secure-"].first(where: lowercased().hasPrefix) ?? ""
        return String(dropFirst(prefix.count))
    }
}

extension Nginx {
    /// What the variable is where its map knows nothing else.
    fileprivate func defaults(of variable: String) -> [Directive] {
        maps.filter { Nginx.variable($0.head.arguments[1]) == variable }.compactMap { $0.own("default").last }
    }
}
