// SPDX-License-Identifier: Apache-2.0

/// What comes before the check, or instead of it.
extension Check {
    static let ofOrder: [Check] = [answerBeforeCheck, redirectBeforeCheck, satisfyAny, checkMissing, policyMissing]

    static let answerBeforeCheck = ofSite(
        "answer-before-check", .error, "A guarded location answers by `return`.",
        why: "nginx rewrites before it asks whether somebody may come in: such an answer goes to everybody."
    ) { site in
        site.guardedAnswers.filter(\.isUnguarded).map { answer in
            Symptom(
                "\(answer.block.title) is guarded, and answers before it asks: \(answer.directive.text)",
                at: answer.directive.place,
                instead: "a location of its own with `auth_request off;`, or content by try_files or a *_pass")
        }
    }

    static let redirectBeforeCheck = ofSite(
        "redirect-before-check", .warning, "A guarded location redirects by `if` or `rewrite`.",
        why: "nginx rewrites before it asks whether somebody may come in: everybody is redirected, and where to may "
            + "tell them something."
    ) { site in
        site.guardedAnswers.filter { !$0.isUnguarded && $0.isRedirect }.map { answer in
            Symptom(
                "\(answer.block.title) redirects before it asks: \(answer.directive.text)",
                at: answer.directive.place, instead: "a rewrite with `break` or `last`, or `auth_request off;`")
        }
    }

    static let satisfyAny = ofSite(
        "satisfy-any", .warning, "A guarded location lets somebody in without the check, by `satisfy any`.",
        why: "An address or a password is enough then, and the application is told nobody's name."
    ) { site in
        site.guarded.filter { $0.block.word("satisfy") == "any" }.compactMap { guarded in
            let others = ["allow", "auth_basic", "auth_jwt"].filter { (guarded.block.word($0) ?? "off") != "off" }
            guard let other = others.first, let place = guarded.block.only("satisfy")?.place else { return nil }
            return Symptom(
                "\(guarded.block.title) opens by \(other) as well as by the check", at: place, instead: "satisfy all;")
        }
    }

    static let checkMissing = ofSite(
        "check-missing", .error, "`auth_request` names no location of its server.",
        why: "nginx takes the name as it stands, without variables and queries; where nothing answers to it every "
            + "request is a 404 there, and to the client a 503."
    ) { site in
        site.guarded.filter { $0.check == nil }.compactMap { guarded in
            let path = guarded.directive.arguments.first ?? ""
            let server = guarded.block.enclosing("server")
            guard path.contains("$") || path.contains("?") || !(server?.mayMatch(path) ?? false) else { return nil }
            return Symptom(
                "\(guarded.block.title) asks \(path), and there is no such location", at: guarded.directive.place,
                instead: "auth_request with the path of a location that includes gatehouse/gate.conf")
        }
    }

    static let policyMissing = ofSite(
        "policy-missing", .error, "`auth_request` asks a worker without a policy.",
        why:
            "Without \(Site.policy) a worker takes the question for a request to itself: 404 there, and 503 to the client."
    ) { site in
        site.guarded.compactMap { guarded in
            guard let passing = guarded.check?.passing, !passing.isCheck else { return nil }
            return Symptom(
                "\(passing.block.title) is asked by \(guarded.block.title) and demands nothing",
                at: passing.directive.place, instead: "\(passing.module)_param \(Site.policy) any;")
        }
    }
}
