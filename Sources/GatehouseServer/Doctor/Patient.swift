// SPDX-License-Identifier: Apache-2.0

import SQLiteStorage

/// A host as the doctor finds it: all that checks look at, read once.
struct Patient: Sendable {
    /// The time of day.
    var now: Int64

    /// What nginx is told that has to do with Gatehouse; nil where that is not known.
    var site: Site?

    /// Why it is not known.
    var nginxUnseen: NginxUnseen?

    /// What nginx has said itself.
    var nginxMessages: [String] = []

    /// The settings, as far as they could be read.
    var configuration: Configuration

    /// What is wrong with them, a sentence each, and where.
    var configurationFaults: [(sentence: String, place: Place?)] = []

    /// The database's file; nil where none is chosen.
    var databasePath: String?

    /// What is in it; nil where it could not be looked into.
    var database: DatabaseExamination?

    /// Why it could not.
    var databaseError: StorageError?

    /// What the workers that run say of themselves.
    var workers: [WorkerStatus] = []

    /// The processes of workers that live and say nothing.
    var silentWorkers: [Int32] = []

    /// How many workers there are, whether they answer or not; nil where that could not be seen.
    var runningWorkers: Int?

    /// As whom they work: the owner of the database, or where there is none the account named as the application.
    var account: Account?

    /// Whether the settings are those of the workers that systemd keeps.
    var isInstalled = false

    /// How many workers it is to keep; nil where nothing says so.
    var wantedWorkers: WantedWorkers?

    /// What it runs on.
    var machine: Machine

    /// What these checks find, the worst first.
    func findings(_ checks: [Check]) -> [Diagnosis] {
        let all = checks.flatMap { check in
            check.look(self).withoutRepetitions.map { Diagnosis(check: check, symptom: $0) }
        }
        return Severity.allCases.flatMap { severity in all.filter { $0.check.severity == severity } }
    }
}

extension [Symptom] {
    /// One of each: a file that is included in several places says the same in all of them.
    fileprivate var withoutRepetitions: [Symptom] {
        var seen: [Symptom] = []
        for symptom in self where !seen.contains(symptom) { seen.append(symptom) }
        return seen
    }
}
