// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// Issuers or audiences to accept of which the tokens that are issued here name none: all of those would be
    /// refused.
    ///
    /// Where others issue what is accepted here, that is meant. Nothing is said where a value by itself is not allowed.
    var unacceptedClaims: [String] {
        let issuer = try? optional(Settings.issuer).map { [$0] } ?? []
        let audience = try? optional(Settings.audience) ?? []
        return [
            unaccepted(issuer, of: Settings.issuer.name, by: Settings.acceptedIssuers),
            unaccepted(audience, of: Settings.audience.name, by: Settings.acceptedAudiences),
        ].compactMap(\.self)
    }

    private func unaccepted(_ written: [String]?, of name: String, by setting: Setting<[String]>) -> String? {
        guard let written, let accepted = try? optional(setting), !accepted.isEmpty,
            Set(accepted).isDisjoint(with: written)
        else { return nil }
        return "\(setting.name) has none that \(name) writes into tokens, so every token that is issued here is refused"
    }
}
