// SPDX-License-Identifier: Apache-2.0

import Auth

/// A denial on the way to the answer, with what the answer may need to know.
struct TurnedAway: Error {
    let denial: Denial

    /// The token that was shown.
    var token: String?

    /// Where it stood.
    var location: TokenLocation?

    /// Who showed it, where it was good and something else was not.
    var username: String?

    /// The cookies that the answer removes, since what is in them is dead.
    var cookies: [SetCookie] = []
}
