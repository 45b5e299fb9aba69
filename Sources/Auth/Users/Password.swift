// SPDX-License-Identifier: Apache-2.0

/// A password that may be given to a user: the rules are asked when one is chosen, never at login.
public struct Password: Sendable {
    /// The password, exactly as it was typed.
    public let text: String

    /// What bcrypt reads of a password, in bytes; what comes after would be ignored in silence.
    ///
    /// It holds whatever the method of hashing is, so that bcrypt can be chosen on any day.
    public static let maximumBytes = 72

    /// How many code points a password must have.
    public static let minimumLength = 10

    /// Accepts `text` as a password, or says what is missing.
    ///
    /// - Throws: the first ``Violation`` of length, letters, digits, bytes.
    public init(_ text: String) throws(Violation) {
        let scalars = text.unicodeScalars
        guard scalars.count >= Self.minimumLength else { throw .passwordTooShort }
        guard scalars.contains(where: \.properties.isUppercase) else { throw .passwordWithoutUppercase }
        guard scalars.contains(where: { $0.properties.numericType == .decimal }) else { throw .passwordWithoutDigit }
        guard text.utf8.count <= Self.maximumBytes else { throw .passwordTooLong }
        guard !text.utf8.contains(0) else { throw .passwordWithNUL }
        self.text = text
    }
}
