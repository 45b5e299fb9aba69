// SPDX-License-Identifier: Apache-2.0

/// The Debian packages that are installed, by dpkg's own list; none on another host.
struct Packages: Sendable {
    private let versions: [String: DebianVersion]

    /// Reads the text of `/var/lib/dpkg/status` (deb822(5)).
    init(status: String) {
        var versions: [String: DebianVersion] = [:]
        var name: Substring?
        var isInstalled = false
        for line in status.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(
            Substring.init)
        {
            if line.hasPrefix("Package: ") {
                (name, isInstalled) = (line.dropFirst(9), false)
            } else if line.hasPrefix("Status: ") {
                isInstalled = line.hasSuffix(" installed")
            } else if line.hasPrefix("Version: "), isInstalled, let name {
                versions[String(name)] = DebianVersion(String(line.dropFirst(9)))
            }
        }
        self.versions = versions
    }

    /// The packages of this host.
    static var installed: Packages {
        let status = (try? contents(ofFile: "/var/lib/dpkg/status")) ?? nil
        return Packages(status: String(decoding: status ?? [], as: UTF8.self))
    }

    /// The version of a package; nil where it is not installed.
    subscript(_ name: String) -> DebianVersion? { versions[name] }
}
