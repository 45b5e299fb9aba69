// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a name or a password that somebody wants to have; the first failure is the one reported.
public enum Violation: Error, Sendable, Equatable, CaseIterable {
    /// The name or the password is absent, empty or no string.
    case credentialsMissing
    /// The name has fewer than 3 or more than 80 code points.
    case usernameLength
    /// The name holds control characters, line ends or marks of direction.
    case usernameCharacters
    /// The password has fewer than 10 code points.
    case passwordTooShort
    /// The password has no upper-case letter.
    case passwordWithoutUppercase
    /// The password has no digit.
    case passwordWithoutDigit
    /// The password is longer than the 72 bytes that bcrypt reads.
    case passwordTooLong
    /// The password holds NUL, where bcrypt stops reading.
    case passwordWithNUL
}
