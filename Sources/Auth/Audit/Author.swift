// SPDX-License-Identifier: Apache-2.0

/// Who does a deed, and from where: every change of the store names one, and the audit keeps it with the change.
public struct Author: Sendable, Equatable {
    /// The name, as the user has registered it or as the host calls the account; nil where nobody has shown who they
    /// are.
    public let name: String?

    /// What the names of users are compared by; nil where the author is no user of ours.
    public let key: String?

    /// The session in which a user does it.
    public let session: Session.ID?

    /// The address of a client, or one of the two places on the host itself; no client has an address like theirs.
    public let address: String

    /// The name of the request, where one was the occasion.
    public let requestID: String?

    /// The role by which a user acts: whoever has lost it by the time of the deed does not do it.
    public let role: String?

    /// The address of what is done at the command line.
    public static let consoleAddress = "console"

    private static let workerAddress = "worker"

    private init(
        name: String? = nil, key: String? = nil, session: Session.ID? = nil, address: String,
        requestID: String? = nil, role: String? = nil
    ) {
        self.name = name
        self.key = key
        self.session = session
        self.address = address
        self.requestID = requestID
        self.role = role
    }

    /// A user who has shown who they are, in this session, and who perhaps acts by a role.
    public static func user(
        _ user: User, in session: Session.ID?, from client: Client, as role: String? = nil
    ) -> Author {
        Author(
            name: user.name, key: Username.key(of: user.name), session: session, address: client.address,
            requestID: client.requestID, role: role)
    }

    /// A client of whom nothing is known but the address.
    public static func stranger(_ client: Client) -> Author {
        Author(address: client.address, requestID: client.requestID)
    }

    /// Whoever shows a token of the session; the store knows whose it is.
    public static func bearer(of session: Session.ID, from client: Client) -> Author {
        Author(session: session, address: client.address, requestID: client.requestID)
    }

    /// The author, known by the name of the user whose session it is where nothing else is known.
    public func known(as holder: String) -> Author {
        guard name == nil else { return self }
        return Author(
            name: holder, key: Username.key(of: holder), session: session, address: address, requestID: requestID)
    }

    /// An account of the host, at the command line.
    public static func console(_ account: String) -> Author {
        Author(name: account, address: consoleAddress)
    }

    /// More clients than are told apart.
    public static let crowd = Author(address: "several")

    /// A worker that keeps house.
    public static let housekeeping = Author(address: workerAddress)
}
