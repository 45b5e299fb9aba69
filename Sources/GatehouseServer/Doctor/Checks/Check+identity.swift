// SPDX-License-Identifier: Apache-2.0

/// Who an application behind the gate believes to be asking.
extension Check {
    static let ofIdentity: [Check] = [identityForged, identityUnguarded, guardedInPart, remoteUser]

    static let identityForged = ofSite(
        "identity-forged", .error, "A guarded application receives a client's own X-Gatehouse-* fields.",
        why: "Whoever writes such a field into a request is taken for whomever it names, with the roles it names."
    ) { site in
        site.guardedPassings.compactMap { site.forgery(in: $0) }
    }

    static let identityUnguarded = ofSite(
        "identity-unguarded", .error, "An unguarded location leads to a guarded application, with a client's fields.",
        why: "The application believes the fields wherever they come from: what is open is a way around the check."
    ) { site in
        site.openPassings.compactMap { site.forgery(in: $0) }
    }

    static let guardedInPart = ofSite(
        "guarded-in-part", .warning, "An application is open beside its guarded locations, for more than single paths.",
        why: "nginx and the application read a path differently: /wiki;x/a, /WIKI/a and /wiki/a/%2e%2e/%2e%2e/b are "
            + "not below /wiki/ to nginx, and may be to the application."
    ) { site in
        site.openPassings.filter { $0.module == .proxy && $0.block.isReachable && !$0.isForOnePath }.map { passing in
            Symptom(
                "\(passing.block.title) leads around the check to \(passing.application)", at: passing.directive.place,
                instead: "auth_request here too; for what is open, `location = /PATH` with "
                    + "proxy_pass \(passing.application)/PATH")
        }
    }

    static let remoteUser = ofSite(
        "remote-user", .error, "A guarded application receives a REMOTE_USER, or Remote-User, of the client's choice.",
        why: "$remote_user is the name in an Authorization field of the scheme Basic, which nobody has verified; many "
            + "applications take it, or the field Remote-User, for a user who is logged in."
    ) { site in
        site.guardedPassings.filter { [.fastcgi, .scgi, .uwsgi].contains($0.module) }.compactMap { passing in
            // Of a name that comes twice applications take the last.
            guard let user = passing.values(of: "REMOTE_USER").last else { return nil }
            if Nginx.variables(in: user).contains("remote_user"), passing.block.word("auth_basic") ?? "off" == "off" {
                return Symptom(
                    "\(passing.block.title) hands on an unverified name as REMOTE_USER", at: passing.directive.place,
                    instead: passing.setting("REMOTE_USER", "$gatehouse_user"))
            }
            guard passing.sendsClientFields, passing.values(of: "HTTP_REMOTE_USER").isEmpty else { return nil }
            return Symptom(
                "\(passing.block.title) hands on the client's own Remote-User beside REMOTE_USER",
                at: passing.directive.place, instead: passing.setting("HTTP_REMOTE_USER", user))
        }
    }
}

extension Site {
    /// That clients can say who they are.
    fileprivate func forgery(in passing: Nginx.Passing) -> Symptom? {
        let fields = passing.forgedFields(in: nginx)
        guard !fields.isEmpty else { return nil }
        return Symptom(
            "\(passing.block.title) hands on what the client says: \(fields.joined(separator: ", "))",
            at: passing.directive.place, instead: "include gatehouse/identity.conf; beside \(passing.directive.text)")
    }

    /// What passes requests on to applications that a check of ours guards, without any check.
    fileprivate var openPassings: [Nginx.Passing] {
        let applications = Set(guardedPassings.map(\.application))
        return passings.filter { $0.block.check == nil && !$0.isCheck && applications.contains($0.application) }
    }

    /// What passes requests on behind a check of ours.
    var guardedPassings: [Nginx.Passing] {
        passings.filter { passing in
            guard let location = passing.block.enclosing("location") else { return false }
            return !passing.isCheck && guarded.contains { $0.block == location }
        }
    }
}

extension Nginx.Passing {
    /// Whether the application is asked for a single path, whatever the client's is to it.
    fileprivate var isForOnePath: Bool {
        let location = block.enclosing("location")?.matcher ?? []
        return location.first == "=" && namesPath
    }
}
