// SPDX-License-Identifier: Apache-2.0

/// The signature algorithms (RFC 7518 §3.1), named as in the `alg` of a header.
public enum Algorithm: String, Sendable, CaseIterable {
    /// HMAC with SHA-256.
    case hs256 = "HS256"
    /// HMAC with SHA-384.
    case hs384 = "HS384"
    /// HMAC with SHA-512.
    case hs512 = "HS512"
}
