// SPDX-License-Identifier: Apache-2.0

// `import Gatehouse` is enough for an application: the members of what it is given are visible with it, also to a
// compiler that asks for the import of each module of which a member is used (SE-0444).
@_exported import Auth
@_exported import CGI
@_exported import JOSE

// What an application meets of the rooms behind this one, by the names that it has here.

/// The rules: who may come in, with what, for how long.
public typealias Authority = Auth.Authority

/// Why a person is told no; a handler may throw one.
public typealias Denial = Auth.Denial

/// What a good token has shown: who asks, in which session.
public typealias Grant = Auth.Grant

/// What a refresh token shows that is in order and has not been spent yet.
public typealias RefreshGrant = Auth.RefreshGrant

/// Who asks, and from where.
public typealias Client = Auth.Client

/// What is wrong with a name or a password that somebody wants to have.
public typealias Violation = Auth.Violation

/// What a token says.
public typealias Claims = JOSE.Claims

/// Something that a role may allow.
public typealias Permission = Auth.Permission

/// A role as the store knows it now, and the names of those that every database has.
public typealias Role = Auth.Role

/// A role as somebody wants to have it.
public typealias RoleDefinition = Auth.RoleDefinition

/// A person as the store knows them now.
public typealias User = Auth.User

/// What is to be changed of a user, all of it at once.
public typealias UserAmendment = Auth.UserAmendment

/// What an application adds to the tokens of its users.
public typealias TokenAdditions = Auth.TokenAdditions

/// What a token is for.
public typealias TokenType = JOSE.TokenType

/// A token whose signature and claims were found good.
public typealias VerifiedToken = JOSE.VerifiedToken

/// A JSON value.
public typealias JSON = JOSE.JSON

/// The answer to a request.
public typealias Response = CGI.Response
