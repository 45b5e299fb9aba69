// SPDX-License-Identifier: Apache-2.0

/// What answers requests; called on several threads at a time, and free to block.
public protocol Application: Sendable {
    /// The answer to a whole, well-formed request.
    func respond(to request: Request) -> Response

    /// The answer to a request that was refused on the wire, or whose answer could not be written.
    ///
    /// The environment is as far as it arrived: nothing in it may be trusted beyond what a log line needs.
    func respond(to refusal: Refusal, in environment: Environment) -> Response
}
