// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// A longest life that is shorter than that of tokens which are issued here: all of those would be refused.
    ///
    /// Nothing is said where a value by itself is not allowed; ``faults(in:)`` says that.
    var lifetimeConflicts: [ConfigurationError] {
        guard let longest = try? optional(Settings.maximumLifetime) else { return [] }
        let end = (try? optional(Settings.sessionLifetime)) ?? .max
        return [Settings.accessLifetime, Settings.refreshLifetime].compactMap { setting in
            guard let lifetime = try? value(setting), min(lifetime, end) > longest else { return nil }
            return .conflict(
                "\(Settings.maximumLifetime.name) is \(longest), and every token that is issued for \(lifetime) seconds "
                    + "(\(setting.name)) would be refused: raise the one or lower the other")
        }
    }
}
