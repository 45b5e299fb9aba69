// SPDX-License-Identifier: Apache-2.0

extension SiteText {
    /// From this version on HTTP/2 is a directive of its own, and nginx warns of the parameter of `listen`
    /// (https://nginx.org/en/docs/http/ngx_http_v2_module.html#http2).
    private static let hasDirective = DebianVersion("1.25.1")

    /// The same server, with HTTP/2 in the form in which an nginx of that version takes it without a warning.
    func offeringHTTP2(by nginx: DebianVersion?) -> SiteText {
        // Of a directive that is there already, a second one would be an error.
        guard let nginx, nginx >= Self.hasDirective, !text.contains(#/(?m)^ *http2 /#) else { return self }
        var isSaid = false
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            if line.contains(#/^ *server *(\{|$)/#) { isSaid = false }
            guard let listen = line.wholeMatch(of: #/( *)(listen [^;#]*?) http2(?=[ ;])(.*)/#)?.output else {
                return [String(line)]
            }
            defer { isSaid = true }
            return (isSaid ? [] : ["\(listen.1)http2 on;"]) + ["\(listen.1)\(listen.2)\(listen.3)"]
        }
        return SiteText(lines.joined(separator: "\n"))
    }
}
