// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GatehouseServer

/// One thing that is wrong with a host besides nginx's configuration.
struct Ailment: CustomTestStringConvertible, Sendable {
    /// The checks that see it.
    let checks: Set<String>

    let testDescription: String

    /// Does it to a host.
    let strike: @Sendable (SoundHost) throws -> Void

    /// Does it to what was read of the host.
    let change: @Sendable (inout Patient) throws -> Void

    init(
        _ check: String, _ description: String, also: [String] = [],
        _ strike: @escaping @Sendable (SoundHost) throws -> Void = { _ in },
        changing change: @escaping @Sendable (inout Patient) throws -> Void = { _ in }
    ) {
        checks = Set([check] + also)
        testDescription = "\(check): \(description)"
        self.strike = strike
        self.change = change
    }

    /// Lines in the settings.
    static func setting(_ check: String, _ lines: String..., also: [String] = []) -> Ailment {
        Ailment(check, lines.joined(separator: " "), also: also) { $0.settings += lines }
    }

    static let all: [Ailment] = [ofSettings, ofTheDatabase, ofFiles, ofWorkers, ofResources, ofCertificates, ofNginx]
        .flatMap(
            \.self)
}
