// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Auth
import JOSE

/// `token inspect`.
struct InspectToken<Application: GatehouseApplication>: Deed {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "inspect", abstract: "Show what a token says, and whether it would be accepted now.",
            discussion: """
                The token comes from standard input or from a file, since arguments everybody can read. Its signature is \
                not shown. Whether a refresh token was used before only its use tells.
                """)
    }

    @Argument(help: ArgumentHelp("The file with the token; standard input where none is named.", valueName: "file"))
    var path: String?

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var file: FileOption

    func run(in host: Host) throws {
        let text = try TokenSource(input: host.input, path: path).token()
        let token = try Self.read(text)
        let refusal = try Desk(file, of: Application.name, in: host).refusal(of: text, token)
        try host.write(json ? Self.object(token, refusal) : Self.page(token, refusal))
    }

    private static func read(_ text: String) throws(Failure) -> UnverifiedToken {
        do throws(TokenError) {
            return try UnverifiedToken(text)
        } catch {
            throw Failure(.dataError, "that is no token: \(error)")
        }
    }

    private static func page(_ token: UnverifiedToken, _ refusal: String?) -> String {
        let parts = [("header", token.header), ("claims", token.claims)].map { name, members in
            "\(name)\n" + Table(rows: members.map { ["  \($0.name.printable)", $0.text] }).text
        }
        return parts.joined() + (refusal.map { "refused: \($0.printable)\n" } ?? "accepted\n")
    }

    private static func object(_ token: UnverifiedToken, _ refusal: String?) -> String {
        let object = JSON.object([
            .init("header", .object(token.header)), .init("claims", .object(token.claims)),
            .init("accepted", .bool(refusal == nil)), .init("reason", refusal.map(JSON.string) ?? .null),
        ])
        return String(decoding: object.serialized(), as: UTF8.self) + "\n"
    }
}

extension JSON.Member {
    /// The value for people to read; a time also as a date.
    fileprivate var text: String {
        let value = self.value.string ?? String(decoding: self.value.serialized(), as: UTF8.self)
        // Beyond the year 9999 nothing is gained by a date.
        guard ["exp", "nbf", "iat"].contains(name), let time = self.value.integer, (0..<253_402_300_800) ~= time else {
            return value.printable
        }
        return "\(value) (\(Timestamp.text(ofSecond: time)))"
    }
}
