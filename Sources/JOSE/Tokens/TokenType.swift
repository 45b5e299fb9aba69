// SPDX-License-Identifier: Apache-2.0

/// What a token is for, the `type` of Flask-JWT-Extended.
public enum TokenType: String, Sendable, CaseIterable {
    /// Opens resources.
    case access
    /// Is exchanged, once, for the next pair of tokens.
    case refresh
}
