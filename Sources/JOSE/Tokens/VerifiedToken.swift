// SPDX-License-Identifier: Apache-2.0

/// A token whose signature and claims were found good.
///
/// Only ``KeyRing`` makes one.
public struct VerifiedToken: Sendable {
    /// The header.
    public let header: Header

    /// The claims.
    public let claims: Claims
}
