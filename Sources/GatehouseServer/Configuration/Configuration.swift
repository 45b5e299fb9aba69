// SPDX-License-Identifier: Apache-2.0

/// What the operator has chosen, and where: the environment counts before the `.env` file, and for secrets the
/// credentials directory before both.
///
/// A place counts before the next whichever of a setting's names it has. A value that is empty counts as none.
struct Configuration: Sendable {
    /// The values of one place, by name.
    typealias Layer = [String: Finding]

    /// The path of the `.env` file that was read, where there is one.
    let file: String?

    /// That file as it was then.
    let fileStamp: FileStamp?

    /// The path of the folder that was looked into for secrets, where there is one.
    let credentials: String?

    private let layers: [Layer]

    /// A configuration from its places, the first before the others.
    init(layers: [Layer], file: DotEnvFile? = nil, credentials: String? = nil) {
        self.layers = layers.map { $0.filter { !$0.value.text.isEmpty } }
        self.file = file?.path
        fileStamp = file?.stamp
        self.credentials = credentials
    }

    /// The value as it was written; nil where nobody has chosen one.
    func finding(of setting: any AnySetting) -> Finding? {
        for layer in layers {
            for name in setting.names {
                if let finding = layer[name] { return finding }
            }
        }
        return nil
    }

    /// What stands in the `.env` file, in the order of its lines.
    var fileFindings: [Finding] {
        layers.flatMap(\.values).compactMap { finding -> (line: Int, finding: Finding)? in
            guard case .file(_, let line) = finding.origin else { return nil }
            return (line, finding)
        }.sorted { $0.line < $1.line }.map(\.finding)
    }

    /// The value: the chosen one, else the default, else nil.
    ///
    /// - Throws: ``ConfigurationError/notAllowed(name:shown:origin:allowed:)``.
    func optional<Value>(_ setting: Setting<Value>) throws(ConfigurationError) -> Value? {
        guard let finding = finding(of: setting) else { return setting.standard.flatMap(setting.notation.read) }
        guard let value = setting.notation.read(finding.text) else { throw refusal(of: finding, as: setting) }
        return value
    }

    /// The value, which there must be.
    ///
    /// - Throws: ``ConfigurationError/missing(name:allowed:)`` as well.
    func value<Value>(_ setting: Setting<Value>) throws(ConfigurationError) -> Value {
        guard let value = try optional(setting) else {
            throw missing(setting)
        }
        return value
    }

    /// What is wrong with the values of these settings, in the table's order.
    func faults(in settings: [any AnySetting]) -> [ConfigurationError] {
        settings.compactMap { setting in
            guard let finding = finding(of: setting) else {
                return setting.isRequired && !isReplaced(setting) ? missing(setting) : nil
            }
            return setting.accepts(finding.text) ? nil : refusal(of: finding, as: setting)
        }
    }

    /// The complaint that nobody has chosen a value.
    func missing(_ setting: any AnySetting) -> ConfigurationError {
        let others = setting.substitutes.joined(separator: " or ")
        return .missing(name: setting.name, allowed: setting.allowed + (others.isEmpty ? "" : "; or set \(others)"))
    }

    private func isReplaced(_ setting: any AnySetting) -> Bool {
        setting.substitutes.contains { name in layers.contains { $0[name] != nil } }
    }

    private func refusal(of finding: Finding, as setting: any AnySetting) -> ConfigurationError {
        .notAllowed(
            name: finding.name, shown: setting.shown(finding.text), origin: finding.origin,
            allowed: setting.allowed)
    }
}
