// SPDX-License-Identifier: Apache-2.0

/// The locations in which workers are asked whether somebody may come in.
extension Check {
    static let ofTheGate: [Check] = [
        checkReachable, checkCached, checkErrorPage, checkBodyLimit, policyMalformed, policyFromClient,
        policyOverwritten,
    ]

    static let checkReachable = ofSite(
        "check-reachable", .warning, "A location that checks is open to clients.",
        why: "Anybody can ask it, around the limits of the locations that it guards."
    ) { site in
        site.checks.filter { $0.block.isReachable }.map { check in
            Symptom(
                "\(check.block.title) is not internal", at: check.block.head.place,
                instead: "internal; as the first line of \(check.block.title)")
        }
    }

    static let checkCached = ofSite(
        "check-cached", .error, "The answers of a check are cached.",
        why: "What is cached outlives a logout, a change of roles and a revocation, and may be another person's."
    ) { site in
        site.checks.compactMap { check in
            guard let cache = check.only("cache"), cache.arguments.first != "off" else { return nil }
            return Symptom(
                "\(check.block.title) answers from the cache \(cache.arguments.first ?? "")", at: cache.place,
                instead: "\(cache.name) off;")
        }
    }

    static let checkErrorPage = ofSite(
        "check-error-page", .error, "A check says yes where it fails.",
        why:
            "An error_page that makes another status of an error is inherited by the check: when no worker can be asked, "
            + "everybody is let in."
    ) { site in
        site.checks.flatMap { check in
            check.block.list("error_page").filter(\.pardons).map { directive in
                Symptom(
                    "\(check.block.title) is under \(directive.text)", at: directive.place,
                    instead: "error_page 599 /gatehouse/error; in \(check.block.title), which inherits no other then")
            }
        }
    }

    static let checkBodyLimit = ofSite(
        "check-body-limit", .error, "A check takes shorter bodies than what it guards.",
        why: "nginx measures the body of the request in the check too, though none is sent there: a longer one is a "
            + "413, and to the client a 503."
    ) { site in
        site.guarded.compactMap { guarded in
            guard let check = guarded.check, check.bodyLimit < guarded.block.bodyLimit else { return nil }
            return Symptom(
                "\(guarded.block.title) takes longer bodies than \(check.title), which it asks",
                at: check.only("client_max_body_size")?.place ?? check.head.place,
                instead: "client_max_body_size 0; in \(check.title)")
        }
    }

    static let policyMalformed = ofSite(
        "policy-malformed", .error, "A policy is empty or misspelt.",
        why: "What cannot be understood lets nobody in."
    ) { site in
        site.policies.flatMap(\.literals).compactMap { literal in
            guard let fault = Policy.fault(in: literal.text) else { return nil }
            return Symptom(
                "the policy \"\(literal.text)\" \(fault)", at: literal.place,
                instead: "terms with spaces between them: any, optional, fresh, role:NAME, permission:NAME, or "
                    + "alternatives such as role:admin|role:editor")
        }
    }

    static let policyFromClient = ofSite(
        "policy-from-client", .error, "A policy is made of what the client says.",
        why: "Whoever asks can choose what is demanded of them."
    ) { site in
        site.policies.compactMap { policy in
            guard let variable = Taint(in: policy.server, of: site.nginx).variable(in: policy.text) else { return nil }
            return Symptom(
                "\(policy.check.block.title) demands \(policy.text), and clients choose $\(variable)",
                at: policy.directive.place, instead: "an internal location for each policy, with the policy written out"
            )
        }
    }

    static let policyOverwritten = ofSite(
        "policy-overwritten", .error, "A server sets the variable in which locations name their policy.",
        why: "The server's `set` runs again when the check is made, and takes the location's policy away."
    ) { site in
        site.policies.compactMap { policy in
            guard let set = policy.overwriting else { return nil }
            return Symptom(
                "\(set.text) undoes what locations demand of \(policy.check.block.title)", at: set.place,
                instead: "an internal location for each policy, with the policy written out")
        }
    }
}

extension Nginx.Directive {
    /// Whether it is an `error_page` that may turn an error into a success.
    fileprivate var pardons: Bool { arguments.contains { $0 == "=" || $0.hasPrefix("=2") } }
}

extension Nginx.Block {
    /// The longest body that is taken, in bytes.
    var bodyLimit: Int {
        let limit = word("client_max_body_size").flatMap(Nginx.bytes) ?? 1 << 20
        return limit == 0 ? .max : limit
    }
}
