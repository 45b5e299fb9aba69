// SPDX-License-Identifier: Apache-2.0

import SQLiteStorage

/// What is in the database.
extension Check {
    static let ofDatabase: [Check] = [
        databaseUnseen, databaseUnusable, databaseLost, schemaOutdated, administratorMissing, policyRoleUnknown,
    ]

    static let databaseUnseen = Check(
        "database-unseen", .warning, "The database could not be looked into.",
        why: "Whether it is sound, and has an administrator, is not known then."
    ) { patient in
        guard let error = patient.databaseError, error.isOfAccess else { return [] }
        return [patient.symptom(error, "the same as root, or as the database's owner")]
    }

    static let databaseUnusable = Check(
        "database-unusable", .error, "The database is missing, damaged or not Gatehouse's.",
        why: "No worker starts with it, or what it answers is not to be trusted."
    ) { patient in
        if let error = patient.databaseError {
            return error.isOfAccess
                ? [] : [patient.symptom(error, "another \(Settings.database.name), or a backup restored")]
        }
        guard let damage = patient.database?.damage, let path = patient.databasePath else { return [] }
        return [
            Symptom(
                "\(path) is damaged: \(damage)", at: Place(path: path), instead: "workers stopped, a backup restored")
        ]
    }

    /// A backup of before knows of no loss, one of after does: so only the right one, restored, ends it.
    ///
    /// And so does a fortnight: backups are kept for as long, and afterwards nothing is left to be done.
    static let databaseLost = Check(
        "database-lost", .error, "The database is gone, and another has been in its place for less than a fortnight.",
        why: "Nobody of before can log in, and what is backed up from now on is the new one."
    ) { patient in
        guard let lossTime = patient.database?.lossTime, patient.now - lossTime < fortnight,
            let path = patient.databasePath
        else { return [] }
        let time = Timestamp.text(ofSecond: lossTime)
        return [
            Symptom(
                "the database that was \(path) was gone at \(time), and a new one, or another, is in its place",
                at: Place(path: path),
                instead: "workers stopped, and the newest backup of before then restored (`gatehouse verify FILE` says "
                    + "what is in one); nothing where this was meant")
        ]
    }

    private static let fortnight: Int64 = 14 * 86_400

    static let schemaOutdated = Check(
        "schema-outdated", .note, "The database is of an older version.",
        why: "The next worker that starts adds what is missing; those of before go on with it."
    ) { patient in
        guard patient.database?.isOutdated == true, let path = patient.databasePath else { return [] }
        return [
            Symptom(
                "\(path) was made by an older gatehouse", at: Place(path: path),
                instead: "the workers restarted, one by one")
        ]
    }

    static let administratorMissing = Check(
        "administrator-missing", .warning, "Nobody who can log in may administer.",
        why: "What is done under /admin nobody can do."
    ) { patient in
        guard patient.database?.administratorCount == 0, let path = patient.databasePath else { return [] }
        return [
            Symptom("no enabled user has the role admin", at: Place(path: path), instead: "user add NAME --role admin")
        ]
    }

    static let policyRoleUnknown = Check(
        "policy-role-unknown", .warning, "A policy demands a role that there is not.",
        why: "Nobody has it, so nobody is let in by it; mostly its name is misspelt."
    ) { patient in
        guard let roles = patient.database?.roles else { return [] }
        return (patient.site?.policies ?? []).flatMap(\.literals).flatMap { literal in
            Policy.roles(in: literal.text).filter { !roles.contains($0) }.map { role in
                Symptom(
                    "the policy \"\(literal.text)\" names the role \(role)", at: literal.place,
                    instead: "one of \(roles.sorted().joined(separator: ", ")), or a role of that name")
            }
        }
    }
}

extension Patient {
    fileprivate func symptom(_ error: StorageError, _ instead: String) -> Symptom {
        Symptom(error.description, at: databasePath.map { Place(path: $0) }, instead: instead)
    }
}

extension StorageError {
    /// Whether another account, or another moment, would have seen more.
    fileprivate var isOfAccess: Bool {
        switch self {
        case .notWritable, .unopenable, .locked: true
        default: false
        }
    }
}
