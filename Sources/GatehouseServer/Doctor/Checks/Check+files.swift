// SPDX-License-Identifier: Apache-2.0

/// Who may read and change what Gatehouse keeps.
extension Check {
    static let ofFiles: [Check] = [databaseExposed, databaseOwner, folderOpen, secretExposed, settingsUnreadable]

    static let databaseExposed = Check(
        "database-exposed", .error, "Others may read the database.",
        why: "Every account of the host can guess at its passwords' hashes, or change who is an administrator."
    ) { patient in
        patient.databaseFiles.filter { $0.mode & 0o027 != 0 }.map { $0.openness(mendedBy: "chmod 600") }
    }

    static let databaseOwner = Check(
        "database-owner", .error, "A file beside the database belongs to another account than the database.",
        why: "The workers cannot write it, and so none of their changes."
    ) { patient in
        guard let owner = patient.databaseFiles.first?.user else { return [] }
        return patient.databaseFiles.filter { $0.user != owner }.map { file in
            Symptom(
                "\(file.path) belongs to user \(file.user), the database to user \(owner)", at: Place(path: file.path),
                instead: "chown \(owner) \(file.path)")
        }
    }

    static let folderOpen = Check(
        "folder-open", .error, "Others may write a folder in which Gatehouse keeps something.",
        why: "Whoever may write the folder can put a file of their own in the place of one that they may not even read."
    ) { patient in
        patient.folders.filter { $0.mode & 0o022 != 0 }.map { $0.openness("the folder ", mendedBy: "chmod go-w") }
    }

    static let secretExposed = Check(
        "secret-exposed", .error, "Others may read a file with a secret, or change it.",
        why: "Whoever has the secret makes tokens for anybody; whoever has nginx's key is the site."
    ) { patient in
        patient.secretFiles.filter { $0.mode & 0o027 != 0 }.map { $0.openness(mendedBy: "chmod o=,g-w") }
    }

    static let settingsUnreadable = Check(
        "settings-unreadable", .error, "The workers' account may not read their settings, or a file with their keys.",
        why: "They read both by themselves and not as root, and do not start, or go on with the keys of before."
    ) { patient in
        guard let account = patient.account else { return [] }
        let settings = patient.isInstalled ? [patient.configuration.file].compactMap(\.self) : []
        return settings.compactMap { path in
            account.unreadable(path, "chgrp \(account.name) \(path) && chmod 640 \(path)") { "chmod a+x \($0)" }
        }
            + patient.absoluteKeyPaths.compactMap { path in
                account.unreadable(path, "chown \(account.name) \(path)") { folder in
                    "\(path) moved to where \(account.name) may go, or as \(Settings.privateKey.name) made a "
                        + "credential; chmod a+x \(folder) where that is not shut on purpose"
                }
            }
    }
}

extension Account {
    /// What keeps the account from reading a file: mended by `remedy` where it is the file itself, and by `opening`
    /// where it is a folder on the way.
    fileprivate func unreadable(_ path: String, _ remedy: String, opening: (String) -> String) -> Symptom? {
        guard let barrier = FileStatus.barrier(to: path, for: self, 4) else { return nil }
        let isOnTheWay = barrier.path != path
        return Symptom(
            barrier.stops(self) + (isOnTheWay ? ", on the way to \(path)" : ""), at: Place(path: barrier.path),
            instead: isOnTheWay ? opening(barrier.path) : remedy)
    }
}

extension FileStatus {
    /// That its mode lets others do too much, and the command that mends it.
    fileprivate func openness(_ kind: String = "", mendedBy command: String) -> Symptom {
        Symptom("\(kind)\(path) has the mode \(octal)", at: Place(path: path), instead: "\(command) \(path)")
    }
}

extension Patient {
    /// The database and what stands beside it, as far as it is there.
    var databaseFiles: [FileStatus] {
        guard let path = databasePath else { return [] }
        return ["", "-wal", "-shm", "-lock"].compactMap { FileStatus(path + $0) }
    }

    /// The files that hold secrets: the settings, the credentials, the keys that sign, nginx's keys.
    fileprivate var secretFiles: [FileStatus] {
        Set([configuration.file].compactMap(\.self) + credentialPaths + keyPaths + tlsKeyPaths).sorted()
            .compactMap(FileStatus.init)
    }

    private var credentialPaths: [String] {
        configuration.credentials.map { folder in Settings.secretNames.map { "\(folder)/\($0)" } } ?? []
    }

    private var tlsKeyPaths: [String] { (site?.certificates ?? []).compactMap(\.keyPath) }

    /// The files with keys that sign.
    fileprivate var keyPaths: [String] {
        let keysFile = try? configuration.optional(Settings.keysFile)
        guard case .file(let file) = try? configuration.optional(Settings.privateKey) else {
            return [keysFile].compactMap(\.self)
        }
        return [keysFile, file.path].compactMap(\.self)
    }

    /// Those that are the same for every process: what another path names depends on the folder that each works in.
    fileprivate var absoluteKeyPaths: [String] { keyPaths.filter { $0.hasPrefix("/") } }

    /// The folders of these files, and of the database.
    fileprivate var folders: [FileStatus] {
        let files = [databasePath, configuration.file].compactMap(\.self) + keyPaths + credentialPaths
        return Set(files.map(FileStatus.folder)).sorted().compactMap(FileStatus.init)
    }
}
