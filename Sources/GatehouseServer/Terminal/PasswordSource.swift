// SPDX-License-Identifier: Apache-2.0

import Auth
import Glibc

/// Where a new password comes from: typed twice and unseen on a terminal, else the first line of standard input.
///
/// Never an argument: those everybody on the host can read.
struct PasswordSource {
    /// The descriptor.
    let input: Int32

    /// Tells the person at the terminal what to type.
    let ask: (String) -> Void

    /// The password, which the rules accept.
    ///
    /// - Throws: ``Failure`` where none came, the two differ, or a rule is broken.
    func newPassword() throws(Failure) -> Password {
        let text = isatty(input) == 1 ? try typedTwice() : try LineInput(descriptor: input).line()
        guard let text else { throw Failure(.dataError, "no password came on standard input") }
        do throws(Violation) {
            return try Password(text)
        } catch {
            throw Failure(.dataError, error.sentence)
        }
    }

    private func typedTwice() throws(Failure) -> String? {
        guard let first = try typed("Password: "), let second = try typed("Once more: ") else { return nil }
        guard first == second else { throw Failure(.dataError, "the two passwords differ; nothing was changed") }
        return first
    }

    private func typed(_ question: String) throws(Failure) -> String? {
        let terminal = Terminal(descriptor: input)
        return try terminal.unseen(asking: { ask(question) }) { () throws(Failure) in
            defer { ask("\n") }
            return try LineInput(descriptor: input).line()
        }
    }
}

extension Violation {
    /// The rule, for the person who has broken it.
    var sentence: String {
        switch self {
        case .credentialsMissing: "a name and a password are needed"
        case .usernameLength: "a name has 3 to 80 characters"
        case .usernameCharacters: "a name has no control characters"
        case .passwordTooShort: "a password has at least \(Password.minimumLength) characters"
        case .passwordWithoutUppercase: "a password has an upper-case letter"
        case .passwordWithoutDigit: "a password has a digit"
        case .passwordTooLong: "a password has at most \(Password.maximumBytes) bytes"
        case .passwordWithNUL: "a password has no NUL character"
        }
    }
}
