// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc

/// The backups in a folder that bear their days: `gatehouse-2027-01-14.db`.
public struct DailyBackups: Sendable {
    private let folder: String
    private let name: String

    /// Those of that name; whatever else is in the folder is left alone.
    public init(of name: String, in folder: String) {
        (self.name, self.folder) = (name, folder)
    }

    /// The path of that of a day, which is written as RFC 3339 has it: `2027-01-14`.
    public func path(ofDay day: String) -> String {
        "\(folder)/\(name)-\(day).db"
    }

    /// Removes the oldest until so many are left of those up to `today`, a path; a clock that was ahead may have left
    /// later ones.
    ///
    /// The latest state of each database stays beyond that, however old it is: where the database is lost, it is all
    /// that is left of it.
    ///
    /// - Throws: ``BackupError/unremovable(path:reason:)``.
    public func prune(to count: Int, upTo today: String) throws(BackupError) {
        let paths = try all().filter { $0 <= today }
        guard paths.count > count else { return }
        let needed = Self.latestOfEachDatabase(paths)
        for path in paths.dropLast(count) where !needed.contains(path) {
            guard unlink(path) == 0 || errno == ENOENT else { throw Self.failure(path) }
        }
    }

    /// The oldest first.
    private func all() throws(BackupError) -> [String] {
        guard let names = names(inFolder: folder) else { throw Self.failure(folder) }
        return names.filter(isDaily).sorted().map { "\(folder)/\($0)" }
    }

    private func isDaily(_ file: String) -> Bool {
        file.hasPrefix("\(name)-") && file.dropFirst(name.count + 1).wholeMatch(of: /\d{4}-\d\d-\d\d\.db/) != nil
    }

    /// By how far they have come, and of several that have come as far the last: a day was right by its clock alone.
    private static func latestOfEachDatabase(_ paths: [String]) -> Set<String> {
        var latest: [[UInt8]: (progress: Int64, path: String)] = [:]
        for path in paths {
            guard let lineage = SQLiteStore.lineage(ofBackup: path) else { continue }
            if let known = latest[lineage.name], known.progress > lineage.progress { continue }
            latest[lineage.name] = (lineage.progress, path)
        }
        return Set(latest.values.map(\.path))
    }

    private static func failure(_ path: String) -> BackupError {
        .unremovable(path: path, reason: systemMessage(errno))
    }
}
