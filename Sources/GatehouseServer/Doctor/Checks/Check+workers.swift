// SPDX-License-Identifier: Apache-2.0

import CGI

/// How workers are asked.
extension Check {
    static let ofTheWorkers: [Check] = [
        siteMissing, parameterTwice, httpoxy, apiBodyLimit, names, bodyOnDisk, requestBuffering, nextUpstream,
        maxFails, upstreamKeepalive,
    ]

    static let siteMissing = ofSite(
        "site-missing", .warning, "No server of nginx asks a worker.",
        why: "Nothing of what is said here about nginx means anything then."
    ) { site in
        guard site.servers.isEmpty else { return [] }
        return [
            Symptom(
                "nginx passes nothing to Gatehouse", at: site.nginx.main.head.place,
                instead: "location / { include gatehouse/api.conf; } in a server, as nginx/example.conf shows")
        ]
    }

    static let parameterTwice = ofSite(
        "parameter-twice", .error, "A worker is sent a variable twice that may come once.",
        why: "Two answers to one question are refused, so every request is a 400; mostly the distribution's own "
            + "parameters are included beside Gatehouse's."
    ) { site in
        (site.apis + site.checks).compactMap { passing in
            let repeated = passing.repeatedVariables
            guard let first = repeated.first else { return nil }
            return Symptom(
                "\(passing.block.title) sends twice: \(repeated.map(\.name).joined(separator: ", "))", at: first.place,
                instead: "this line, or the include that it comes by, left out")
        }
    }

    static let httpoxy = ofSite(
        "httpoxy", .warning, "A client's `Proxy` field reaches an application.",
        why: "It arrives as HTTP_PROXY, from which many libraries take the proxy for their own requests "
            + "(https://httpoxy.org)."
    ) { site in
        site.passings.filter { $0.sendsClientFields && $0.values(of: $0.name(ofField: "Proxy")).isEmpty }.map {
            passing in
            Symptom(
                "\(passing.block.title) hands on the client's Proxy field", at: passing.directive.place,
                instead: passing.setting(passing.name(ofField: "Proxy"), ""))
        }
    }

    static let requestBuffering = ofSite(
        "request-buffering", .warning, "Bodies are passed to workers as they come.",
        why: "A client that sends a byte at a time keeps a worker's thread; buffered it keeps nginx waiting alone."
    ) { site in
        site.apis.compactMap { api in
            guard let directive = api.only("request_buffering"), directive.arguments == ["off"] else { return nil }
            return Symptom(
                "\(api.block.title) has \(directive.text)", at: directive.place, instead: "\(directive.name) on;")
        }
    }

    static let nextUpstream = ofSite(
        "next-upstream", .warning, "nginx sends a worker's request again where its answer was lost.",
        why: "GET is asked again without harm; PUT and DELETE, which are repeated too, may have been done already."
    ) { site in
        site.apis.compactMap { api in
            let directive = api.only("next_upstream")
            guard directive?.arguments != ["off"] else { return nil }
            return Symptom(
                "\(api.block.title) leaves \(api.module)_next_upstream on", at: (directive ?? api.directive).place,
                instead: "\(api.module)_next_upstream off;")
        }
    }
}

extension Nginx.Passing {
    /// The variables that a worker refuses where they come twice, with the place of the second; a check's length is
    /// nobody's concern.
    fileprivate var repeatedVariables: [(name: String, place: Place)] {
        // nginx itself begins a request of SCGI with the length.
        var seen: Set<String> = module == .scgi ? ["CONTENT_LENGTH"] : []
        return fields.compactMap { field in
            guard let name = field.arguments.first, Environment.decisiveNames.contains(name) else { return nil }
            guard !seen.insert(name).inserted, !(isCheck && name == "CONTENT_LENGTH") else { return nil }
            return (name, field.place)
        }
    }
}
