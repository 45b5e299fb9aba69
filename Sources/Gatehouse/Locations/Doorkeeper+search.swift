// SPDX-License-Identifier: Apache-2.0

import Auth
import CGI
import JOSE

extension Doorkeeper {
    /// The token of that type, from the first place that holds one; nil where none does.
    ///
    /// Only "nothing is there" leads on to the next place: a bad token is never passed over for a good one.
    func find(_ type: TokenType, in request: HTTPRequest) throws -> ShownToken? {
        for location in transport.locations(of: type) {
            if let token = try look(in: location, for: type, request) { return token }
        }
        return nil
    }

    private func look(
        in location: TokenLocation, for type: TokenType, _ request: HTTPRequest
    ) throws -> ShownToken? {
        let token: String?
        switch location {
        case .headers: token = try field(of: request)
        case .cookies: return try cookie(type, of: request)
        case .queryString: token = try parameter(of: request)
        case .json: token = try member(type, of: request)
        }
        return token.map { ShownToken(text: $0, location: location) }
    }

    private func field(of request: HTTPRequest) throws(Denial) -> String? {
        guard let field = request.cgi.bytes(ofHeader: transport.headerName) else { return nil }
        return try BearerField.token(in: field, scheme: transport.headerType)
    }

    private func cookie(_ type: TokenType, of request: HTTPRequest) throws -> ShownToken? {
        guard let ours = try transport.read(transport.ours, in: request),
            let token = ours.value(of: transport.cookies.token(type).name)
        else { return nil }
        return ShownToken(
            text: token, location: .cookies, proofs: try transport.proofs(for: type, in: request, ours))
    }

    private func parameter(of request: HTTPRequest) throws(Denial) -> String? {
        guard let value = request.query(transport.queryName), !value.isEmpty else { return nil }
        guard value.hasPrefix(transport.queryPrefix) else {
            throw .tokenInvalid(.malformed("the query's parameter lacks its prefix"))
        }
        return String(value.dropFirst(transport.queryPrefix.count))
    }

    private func member(_ type: TokenType, of request: HTTPRequest) throws(Denial) -> String? {
        let key = type == .access ? transport.accessKey : transport.refreshKey
        guard !request.body.isEmpty, let value = (try? request.jsonObject())?[key] else { return nil }
        switch value {
        case .string(""), .null, .bool(false): return nil
        case .string(let token): return token
        default: throw .tokenInvalid(.malformed("the body's member is no string"))
        }
    }
}
