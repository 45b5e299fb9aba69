// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// The command line of an application.
struct Program<Application: GatehouseApplication>: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Application.name,
            abstract: "Authentication for what nginx serves.",
            version: Application.version,
            subcommands: [
                Serve<Application>.self, UserCommands<Application>.self, RoleCommands<Application>.self,
                ConfigCommands<Application>.self, ListRoutes<Application>.self, LimitCommands<Application>.self,
                TokenCommands<Application>.self, KeyCommands<Application>.self, ShowAudit<Application>.self,
                ShowStatus<Application>.self, Purge<Application>.self, BackUp<Application>.self,
                Verify<Application>.self, Restore<Application>.self, SetUp<Application>.self, Doctor<Application>.self,
            ])
    }

    @OptionGroup var file: FileOption
}

/// A command that does something, and not merely names others.
protocol Deed: ParsableCommand {
    /// Does it.
    func run(in host: Host) throws
}

extension GatehouseApplication {
    /// Runs the command that the arguments name, and returns its exit code; what went wrong is one line on standard
    /// error.
    static func run(_ arguments: [String], in host: Host) -> Int32 {
        do throws(Failure) {
            try perform(arguments, in: host)
            return 0
        } catch {
            host.complain("\(name): \(error)")
            return error.status.rawValue
        }
    }

    private static func perform(_ arguments: [String], in host: Host) throws(Failure) {
        do {
            var command = try Program<Self>.parseAsRoot(arguments)
            // What is no deed names others, or is `help`: it throws the page that it shows.
            guard let deed = command as? any Deed else { return try command.run() }
            try attempt(deed, in: host)
        } catch let failure as Failure {
            throw failure
        } catch  where Program<Self>.exitCode(for: error).isSuccess {
            try host.write(Program<Self>.fullMessage(for: error) + "\n")
        } catch {
            throw Failure(.usage, Program<Self>.message(for: error))
        }
    }

    private static func attempt(_ deed: any Deed, in host: Host) throws(Failure) {
        do {
            try deed.run(in: host)
        } catch {
            throw Failure(error)
        }
    }
}
