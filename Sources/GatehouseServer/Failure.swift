// SPDX-License-Identifier: Apache-2.0

import Glibc

/// How a command ended, in the numbers of sysexits.h where it failed.
enum ExitStatus: Int32, Sendable, CaseIterable {
    /// What was looked for was found, and should not be there.
    case findings = 1
    /// The command line makes no sense (EX_USAGE).
    case usage = 64
    /// What was given is wrong (EX_DATAERR).
    case dataError = 65
    /// A file that was to be read is not there (EX_NOINPUT).
    case noInput = 66
    /// There is no such user (EX_NOUSER).
    case noUser = 67
    /// Something that is needed is not there (EX_UNAVAILABLE).
    case unavailable = 69
    /// A mistake in this program (EX_SOFTWARE).
    case software = 70
    /// Something cannot be made (EX_CANTCREAT).
    case cannotCreate = 73
    /// Reading or writing failed (EX_IOERR).
    case ioError = 74
    /// It may work later (EX_TEMPFAIL).
    case temporary = 75
    /// The configuration is wrong (EX_CONFIG).
    case configuration = 78
}

/// Why a command did not do what it was asked: the number for programs, the sentence for people.
struct Failure: Error, Equatable, CustomStringConvertible {
    /// The exit code.
    let status: ExitStatus

    /// One sentence that says what is wrong and, where it is not plain, what to do.
    let description: String

    init(_ status: ExitStatus, _ sentence: String) {
        self.status = status
        description = sentence
    }
}
