// SPDX-License-Identifier: Apache-2.0

/// A request of SCGI as it has arrived.
struct SCGIRequest {
    /// The variables, as far as they are kept.
    let environment: Environment
    /// Why it is refused, if it is.
    let refusal: Refusal?
    /// The body, where it was read.
    var body = ReceivedBody()
    /// Whether the peer has more to send, or may have.
    var goesOn = true
}
