// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// Issuers or audiences to accept of which the tokens that are issued here name none: all of those would be
    /// refused.
    ///
    /// Where others issue what is accepted here, that is meant. Nothing is said where a value by itself is not allowed.
    var unacceptedClaims: [String] {
        let issuer = Result { try optional(Settings.issuer).map { [$0] } ?? [] }
        let audience = Result { try optional(Settings.audience) ?? [] }
        return [
            unaccepted(issuer, of: Settings.issuer.name, by: Settings.acceptedIssuers),
            unaccepted(audience, of: Settings.audience.name, by: Settings.acceptedAudiences),
        ].compactMap(\.self)
    }

    private func unaccepted(
        _ written: Result<[String], any Error>, of name: String, by setting: Setting<[String]>
    ) -> String? {
        guard let accepted = try? optional(setting), let written = try? written.get(), !accepted.isEmpty,
            Set(accepted).isDisjoint(with: written)
        else { return nil }
        return "\(setting.name) has none that \(name) writes into tokens, so every token that is issued here is refused"
    }
}
