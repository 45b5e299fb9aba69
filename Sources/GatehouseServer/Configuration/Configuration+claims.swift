// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// Issuers or audiences to accept of which the tokens that are issued here name none: all of those would be refused.
    ///
    /// Nothing is said where a value by itself is not allowed; ``faults(in:)`` says that.
    var claimConflicts: [ConfigurationError] {
        let issuer = Result { try optional(Settings.issuer).map { [$0] } ?? [] }
        let audience = Result { try optional(Settings.audience) ?? [] }
        return [
            conflict(Settings.issuer.name, issuer, Settings.acceptedIssuers),
            conflict(Settings.audience.name, audience, Settings.acceptedAudiences),
        ].compactMap(\.self)
    }

    private func conflict(
        _ name: String, _ written: Result<[String], any Error>, _ setting: Setting<[String]>
    ) -> ConfigurationError? {
        guard let accepted = try? optional(setting), let written = try? written.get(), !accepted.isEmpty,
            Set(accepted).isDisjoint(with: written)
        else { return nil }
        return .conflict(
            "\(setting.name) names none that \(name) writes into tokens, and every token that is issued here would be "
                + "refused: add it there, or set neither")
    }
}
