// SPDX-License-Identifier: Apache-2.0

extension Configuration {
    /// Every setting with its value and where that came from; secrets are masked.
    var listing: String {
        Table(rows: Settings.all.map { row(for: $0) }).text
    }

    private func row(for setting: any AnySetting) -> [String] {
        guard let finding = finding(of: setting) else {
            return [setting.name, setting.standard ?? "-", setting.standard == nil ? "not set" : "default"]
        }
        let alias = finding.name == setting.name ? "" : ", as \(finding.name)"
        return [setting.name, setting.shown(finding.text), "\(finding.origin)\(alias)"]
    }
}
