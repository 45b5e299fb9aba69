// SPDX-License-Identifier: Apache-2.0

/// What nginx answers by itself while it rewrites, before it asks whether somebody may come in.
struct Answer: Sendable {
    /// The location.
    let block: Nginx.Block

    let directive: Nginx.Directive

    /// Whether it is given under a condition alone.
    let isConditional: Bool
}

extension Answer {
    /// Whether it sends the client elsewhere.
    var isRedirect: Bool {
        switch directive.name {
        case "return": status.map { (300..<400).contains($0) } ?? true
        default: ["redirect", "permanent"].contains(directive.arguments.last) || leadsElsewhere
        }
    }

    /// Whether it is what the check should have guarded: a text, or all that the location ever answers.
    ///
    /// A refusal guards nothing, and 204 says nothing: that is how preflights are answered.
    var isUnguarded: Bool {
        guard directive.name == "return" else { return false }
        return isRedirect ? !isConditional : (200..<300).contains(status ?? 200) && status != 204
    }

    private var status: Int? { directive.arguments.first.flatMap { Int($0) } }

    private var leadsElsewhere: Bool {
        let target = directive.arguments.dropFirst().first ?? ""
        return ["http://", "https://", "$scheme"].contains(where: target.hasPrefix)
    }
}

extension Site {
    /// The answers of guarded locations that clients can reach.
    var guardedAnswers: [Answer] {
        guarded.map(\.block).filter(\.isReachable).flatMap { location in
            let conditional = location.blocks("if").flatMap(\.rewriting).map { ($0, true) }
            return (location.rewriting.map { ($0, false) } + conditional).map {
                Answer(block: location, directive: $0, isConditional: $1)
            }
        }
    }
}

extension Nginx.Block {
    fileprivate var rewriting: [Nginx.Directive] { own("return") + own("rewrite") }
}
