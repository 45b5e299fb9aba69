// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Auth
import JOSE

/// `token revoke`.
struct RevokeToken<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "revoke", abstract: "End the session of a token, and so every token of it.",
            discussion: "The token comes from standard input or from a file, since arguments everybody can read.")
    }

    @Argument(help: ArgumentHelp("The file with the token; standard input where none is named.", valueName: "file"))
    var path: String?

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let text = try TokenSource(input: host.input, path: path).token()
        let desk = try Desk(file, of: Application.name, in: host)
        let claims = try claims(of: text, at: desk)
        guard let session = claims.sessionID else { throw Failure(.dataError, "the token belongs to no session") }
        let hasEnded = try desk.store.end(session, of: nil, as: .endSession, by: desk.author, at: host.clock())
        let name = claims.subject ?? ""
        try desk.say(hasEnded ? "ended a session of \(name)" : "that session of \(name) had ended before")
    }

    /// What one of our tokens says, be it expired: its session may be alive all the same.
    private func claims(of token: String, at desk: Desk) throws -> Claims {
        var validation = try desk.configuration.tokenPolicy().validation
        validation.leeway = .max
        let keys = try desk.caller.during { try desk.configuration.keyRing() }
        do throws(TokenError) {
            return try keys.verify(token, now: desk.host.clock(), validation).claims
        } catch {
            throw Failure(.dataError, "that is no token of ours")
        }
    }
}
