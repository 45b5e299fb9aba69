// SPDX-License-Identifier: Apache-2.0

/// What a check demands, as it stands in nginx's configuration.
struct Policy: Sendable {
    let check: Nginx.Passing

    /// The directive that says it.
    let directive: Nginx.Directive

    /// The demand; it may have variables in it.
    var text: String { directive.arguments.count > 1 ? directive.arguments[1] : "" }

    /// The server that it is in.
    var server: Nginx.Block? { check.block.enclosing("server") }
}

extension Site {
    /// The demands of all checks, each once.
    var policies: [Policy] {
        checks.flatMap { check in
            check.fields.filter { $0.arguments.first == Self.policy }.map { Policy(check: check, directive: $0) }
        }
    }
}

extension Policy {
    /// The demands that are written out: the text itself, or where that is a variable, what it is set to.
    var literals: [(text: String, place: Place)] {
        guard let variable = Nginx.variable(text) else {
            return Nginx.variables(in: text).isEmpty ? [(text, directive.place)] : []
        }
        return settings(of: variable).map { ($0.arguments[1], $0.place) }
            .filter { Nginx.variables(in: $0.0).isEmpty }
    }

    /// The directives by which locations set one of the variables in the text.
    func settings(of variable: String) -> [Nginx.Directive] {
        (server?.places ?? []).flatMap { $0.own("set") }.filter { $0.sets(variable) }
    }

    /// The directive by which the server sets one of the variables in the text, and so does again at each check.
    var overwriting: Nginx.Directive? {
        let variables = Nginx.variables(in: text)
        let isSetByLocations = variables.contains { !settings(of: $0).isEmpty }
        return isSetByLocations ? server?.own("set").first { set in variables.contains(where: set.sets) } : nil
    }
}

extension Nginx.Directive {
    /// Whether it is the `set` of this variable.
    func sets(_ variable: String) -> Bool {
        arguments.count == 2 && Nginx.variable(arguments[0]) == variable
    }
}
