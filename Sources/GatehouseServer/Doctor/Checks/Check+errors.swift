// SPDX-License-Identifier: Apache-2.0

/// Where nginx's own refusals get their body.
extension Check {
    static let ofErrors: [Check] = [errorsMissing]

    static let errorsMissing = ofSite(
        "errors-missing", .error, "Refusals go to /gatehouse/error, and their server has no such location.",
        why: "nginx goes there all the same: who is refused is told 404 in HTML, or what `location /` has to say, and "
            + "not 401 in JSON."
    ) { site in
        site.servers.filter { !$0.answersErrors }.compactMap { server in
            guard let block = ([server] + server.places).first(where: \.sendsErrors) else { return nil }
            return Symptom(
                "\(block.title) sends refusals to \(Nginx.Block.errors), and there is no such location",
                at: server.head.place, instead: "include gatehouse/errors.conf; in \(server.title)")
        }
    }
}

extension Nginx.Block {
    /// The location of errors.conf.
    fileprivate static let errors = "/gatehouse/error"

    /// Whether a location of this server is there for the path of errors, and not merely for those below another.
    fileprivate var answersErrors: Bool {
        location(of: Self.errors)?.matcher.last == Self.errors || mayMatch(Self.errors)
    }

    /// Whether an error here is answered by that path.
    ///
    /// Nothing has the status 599, with which a check keeps other `error_page` out.
    fileprivate var sendsErrors: Bool {
        list("error_page").contains { $0.arguments.last == Self.errors && $0.arguments.first != "599" }
    }
}
