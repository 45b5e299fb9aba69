// SPDX-License-Identifier: Apache-2.0

import SQLiteStorage

extension Premises {
    /// Whether the workers run, and will at every boot, all of them with the settings that there are now.
    func workersAreAtWork() throws -> Bool {
        try succeeds("systemctl -q is-enabled \(target)") && areActive && !areUnderWay && haveReadSettings()
    }

    /// Starts them at every boot and now; those that run already take up what has changed.
    ///
    /// - Throws: ``Failure``; what has not been taken up then is told by ``workersAreAtWork()``.
    func startWorkers() throws {
        if areActive { try run(restart) }
        try run("systemctl enable -q --now \(target)")
        guard areActive else {
            throw Failure(.unavailable, "the workers do not start: journalctl -u \(units) says why")
        }
    }

    private var units: String { "'\(application)@*.service'" }

    /// Beside this program, wherever it was installed.
    private var restart: String { "\(host.programFolder.quotedForShell)/../lib/gatehouse/restart-workers" }

    /// Whether there is one at least.
    private var areActive: Bool { succeeds("systemctl -q is-active \(units)") }

    /// Whether one is about to come or to go: one that cannot start is nothing else for long.
    private var areUnderWay: Bool {
        let list = "systemctl list-units --plain --no-legend --state=activating,deactivating \(units)"
        return !succeeds("test -z \"$(\(list))\"")
    }

    /// Whether each of them was started with the settings as they are written now; of one that does not say so that is
    /// not known.
    private func haveReadSettings() throws -> Bool {
        let database = try configuration().value(Settings.database)
        let present = FileStamp(ofFile: settings)?.description
        let status = try Rights.keeping {
            try Rights.assume(toOpen: database)
            return try PoolStatus(of: database, in: host)
        }
        return !status.workers.isEmpty && status.silent.isEmpty && status.workers.allSatisfy { $0.settings == present }
    }
}
