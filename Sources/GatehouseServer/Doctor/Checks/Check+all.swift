// SPDX-License-Identifier: Apache-2.0

extension Check {
    /// All checks, in the order in which they are made and listed.
    static let all: [Check] = [
        ofNginx, ofTheWorkers, ofIdentity, ofOrder, ofTheGate, ofErrors, ofRequests, ofHeaders, ofTLS,
        ofCertificates, ofConfiguration, ofDatabase, ofFiles, ofSockets, ofThePool, ofResources,
        ofVersions,
    ].flatMap(\.self)

    /// A table of all of them, as it stands in the documentation.
    static var markdown: String {
        "| Check | Finds | Severity |\n|---|---|---|\n"
            + all.map { "| `\($0.id)` | \($0.fault) | \($0.severity) |\n" }.joined()
    }
}
