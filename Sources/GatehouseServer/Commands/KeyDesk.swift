// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import SQLiteStorage

/// Where the commands that change the key file work.
struct KeyDesk {
    let file: KeyFile
    let host: Host
    private let heir: FileOwner?
    private let openDesk: () throws -> Desk
    private let application: String

    /// - Throws: ``ConfigurationError`` where no key file is chosen.
    init(_ option: FileOption, of application: String, in host: Host) throws {
        let configuration = try Configuration.read(file: option.path, of: application, in: host)
        file = KeyFile(path: try configuration.value(Settings.keysFile))
        // Whoever serves the database must be able to read the keys.
        heir = try configuration.optional(Settings.database).flatMap { FileOwner(of: $0.path) }
        openDesk = { try Desk(option, of: application, in: host) }
        self.application = application
        self.host = host
    }

    /// Changes the set that is there, and writes the deed down.
    ///
    /// - Parameters:
    ///   - action: the deed.
    ///   - detail: what of the new set is worth writing down.
    ///   - change: makes the new set at that time.
    /// - Returns: The new set.
    /// - Throws: ``KeyFileFailure`` where there is no set or it cannot be replaced; what `change` throws.
    func edit(
        as action: AuditAction, _ detail: (KeySet) -> String, _ change: (KeySet, NumericDate) throws -> KeySet
    ) throws -> KeySet {
        try editOrMake(as: action, { detail($1) }) { set, now in
            guard let set else { throw KeyFileFailure(file: file, error: .missing) }
            return try change(set, now)
        }
    }

    /// Changes the set that is there, or makes one, and writes the deed down.
    ///
    /// - Returns: The new set.
    func editOrMake(
        as action: AuditAction, _ detail: (KeySet?, KeySet) -> String,
        _ change: (KeySet?, NumericDate) throws -> KeySet
    ) throws -> KeySet {
        var former: KeySet?
        let set = try file.edit(heir: heir) { present in
            former = present
            return try change(present, host.clock())
        }
        if set.serialized() != former?.serialized() { note(action, detail(former, set)) }
        return set
    }

    /// Writes down what is done and on the disk by now.
    ///
    /// Where there is no database yet, or none that can be written, that is said, and the deed stands: a stolen key
    /// must be retired whatever else is broken.
    private func note(_ action: AuditAction, _ detail: String) {
        do {
            try openDesk().store.record(AuditEntry(action, by: host.author, detail: detail), at: host.clock())
        } catch {
            host.complain("\(application): warning: this is not in the audit, since \(Failure(error))")
        }
    }
}
