// SPDX-License-Identifier: Apache-2.0

import SQLiteStorage

/// Programs and libraries with faults that are known.
extension Check {
    static let ofVersions: [Check] = [sqliteVersion, fastCGIVersion, nginxVersion]

    static let sqliteVersion = Check(
        "sqlite-version", .note, "SQLite can lose what was committed.",
        why:
            "Before 3.51.3 a checkpoint that races the commit of another connection may undo it. Gatehouse keeps the two "
            + "apart; other programs that open the database do not."
    ) { patient in
        guard SQLiteLibrary.losesCommits(patient.machine.sqliteVersion) else { return [] }
        return [
            Symptom(
                "SQLite is \(patient.machine.sqliteVersion)", at: nil,
                instead: "no other program at the database while workers run, be it sqlite3 or a replication; "
                    + "SQLite 3.51.3, 3.50.7 or 3.44.6 mends it")
        ]
    }

    static let fastCGIVersion = Check(
        "libfcgi-version", .error, "libfcgi can be made to write beyond its memory.",
        why: "Whoever may speak to a worker's socket can run a program of their own in it (CVE-2025-23016)."
    ) { patient in
        let mended = MendedVersion(upstream: "2.4.5", updates: ["deb12": 1])
        return ["libfcgi0ldbl", "libfcgi0t64"].compactMap { patient.machine.packages.symptom(of: $0, mended: mended) }
    }

    static let nginxVersion = Check(
        "nginx-version", .warning, "nginx has faults in what Gatehouse's files use.",
        why:
            "Among what was mended are HTTP/2 and maps with patterns (CVE-2026-42533, CVE-2026-123007, CVE-2026-123633)."
    ) { patient in
        let mended = MendedVersion(upstream: "1.30.7", updates: ["deb12": 11])
        return [patient.machine.packages.symptom(of: "nginx", mended: mended)].compactMap(\.self)
    }
}

/// The version from which on a fault is mended: upstream's, and the update of each stable release that is known.
struct MendedVersion: Sendable {
    let upstream: String
    let updates: [String: Int]

    /// The version that is wanted in the place of this one; nil where the fault is mended, or that cannot be told.
    func wanted(for version: DebianVersion) -> String? {
        guard version < DebianVersion(upstream) else { return nil }
        for (release, update) in updates {
            if let number = version.update(of: release) { return number < update ? "\(release)u\(update)" : nil }
        }
        // Other releases mend under numbers of their own.
        return version.description.contains("+deb") ? nil : upstream
    }
}

extension Packages {
    /// That the package is one with the fault.
    fileprivate func symptom(of name: String, mended: MendedVersion) -> Symptom? {
        guard let version = self[name], let wanted = mended.wanted(for: version) else { return nil }
        return Symptom(
            "\(name) is \(version)", at: nil, instead: "apt-get install --only-upgrade \(name), to \(wanted) or later")
    }
}
