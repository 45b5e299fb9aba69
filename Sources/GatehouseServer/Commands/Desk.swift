// SPDX-License-Identifier: Apache-2.0

import Auth
import SQLiteStorage

/// Where the commands that look into the database work: what they find there binds the workers at their next request.
struct Desk {
    let store: SQLiteStore
    let configuration: Configuration
    let host: Host

    /// The rights with which the command was called.
    ///
    /// Root has given them up for those of the database's owner, and may need them for what is no part of the database.
    let caller = Rights.present

    /// Opens the database of the configuration; one that is not there is made where `creates`, and else told, since the
    /// path is hardly the right one.
    init(_ file: FileOption, of application: String, in host: Host, creates: Bool = false) throws {
        try self.init(
            Configuration.read(file: file.path, of: application, in: host), of: application, in: host, creates: creates)
    }

    /// Opens the database of that configuration in the same way.
    init(_ configuration: Configuration, of application: String, in host: Host, creates: Bool = false) throws {
        self.configuration = configuration
        let database = try configuration.value(Settings.database)
        try Rights.assume(toOpen: database)
        store = try SQLiteStore(database, creates: creates, at: host.clock())
        self.host = host
        if let discontinuity = store.discontinuity { host.complain("\(application): warning: \(discontinuity)") }
    }

    /// Who does what is done here.
    var author: Author { host.author }

    /// Prints a line.
    func say(_ line: String) throws {
        try host.write(line.printable + "\n")
    }

    /// The user of that name, whatever its case.
    ///
    /// - Throws: ``Failure`` where there is none.
    func user(named name: String) throws -> User {
        guard let wanted = try? Username(name), let user = try store.user(named: wanted) else { throw noUser(name) }
        return user
    }

    /// The user of that name, disabled or enabled.
    ///
    /// - Throws: ``Failure`` where there is none, or the change was refused.
    func setDisabled(_ name: String, to disabled: Bool) throws -> User {
        let user = try user(named: name)
        return try settled(store.setDisabled(user.id, to: disabled, by: author, at: host.clock()), of: user)
    }

    /// The user after a change.
    ///
    /// - Throws: ``Failure`` where the change was refused.
    func settled(_ change: UserChange, of user: User) throws -> User {
        switch change {
        case .changed(let user): return user
        case .unknownUser: throw noUser(user.name)
        case .unknownRole(let role): throw Self.noRole(role)
        case .lastAdministrator:
            throw Failure(.dataError, "\(user.name.printable) is the last administrator; make another one first")
        case .ownAccount, .forbidden, .sessionEnded: throw immutable(user)
        case .stale: throw Failure(.temporary, "the password of \(user.name.printable) has just been changed")
        }
    }

    /// How many sessions of the user have been ended.
    ///
    /// - Throws: ``Failure`` where that was refused.
    func ended(_ revocation: Revocation, of user: User) throws -> Int {
        switch revocation {
        case .ended(let count): return count
        case .unknownUser: throw noUser(user.name)
        case .forbidden: throw immutable(user)
        }
    }

    /// The hash of a password that came from the prompt or from standard input.
    func hashOfNewPassword() throws -> String {
        let source = PasswordSource(input: host.input) { host.ask($0) }
        return try PasswordHasher(configuration.hashingScheme(), slots: 1, queue: 0).hash(source.newPassword())
    }

    static func noRole(_ role: String) -> Failure {
        Failure(.dataError, "there is no role named \(role.printable)")
    }

    private func immutable(_ user: User) -> Failure {
        Failure(.software, "\(user.name.printable) may not be changed from here")
    }

    private func noUser(_ name: String) -> Failure {
        Failure(.noUser, "there is no user named \(name.printable)")
    }
}
