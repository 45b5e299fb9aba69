// SPDX-License-Identifier: Apache-2.0

import Auth
import Gatehouse
import Glibc

/// A program that is a Gatehouse with routes of its own: every command and option of the server, under its own name.
///
/// ```swift
/// import Gatehouse
/// import GatehouseServer
///
/// @main
/// struct Shop: GatehouseApplication {
///     static let name = "shop"
///     static func routes(_ authority: Authority) -> [Route] {
///         [Route(.get, "/items", .signedIn) { _, grant in .json(["for": .string(grant.user.name)]) }]
///     }
/// }
/// ```
public protocol GatehouseApplication: SendableMetatype {
    /// What the program is called: on the command line, in messages, and below `/etc`.
    static var name: String { get }

    /// The program's version; that of Gatehouse where it has none of its own.
    static var version: String { get }

    /// The routes beside those that every Gatehouse has.
    static func routes(_ authority: Authority) -> [Route]

    /// What the program does its own way: claims of its own, demands on tokens, answers to problems.
    static var hooks: Hooks { get }
}

extension GatehouseApplication {
    /// The version of Gatehouse.
    public static var version: String { gatehouseVersion }

    /// No routes of its own.
    public static func routes(_ authority: Authority) -> [Route] { [] }

    /// Nothing is done another way.
    public static var hooks: Hooks { Hooks() }

    /// Runs the command that the program was called with, and ends the process with its exit code.
    public static func main() {
        exit(run(Array(CommandLine.arguments.dropFirst()), in: .current))
    }

    /// All routes of the program, those of every Gatehouse first.
    static func allRoutes(_ authority: Authority, _ transport: TokenTransport) -> [Route] {
        Route.standard(authority, transport: transport) + routes(authority)
    }
}
