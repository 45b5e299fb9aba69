// SPDX-License-Identifier: Apache-2.0

import Auth
import Glibc
import JOSE
import SQLiteStorage

extension Wishes {
    /// What makes the host as it is wished, in its order.
    func steps(in premises: Premises) throws -> [Step] {
        try [makingSecret(premises)] + changingSettings(premises) + addingAdministrator(premises) + [
            startingWorkers(premises), switchingSiteOn(premises), takingSiteUp(premises),
        ]
    }

    private func makingSecret(_ premises: Premises) -> Step {
        Step(
            deed: "make a secret: \(premises.secret)",
            isNeeded: {
                let configuration = try premises.configuration()
                let secrets: [any AnySetting] = [Settings.secretKey, Settings.keysFile, Settings.privateKey]
                return !secrets.contains { configuration.finding(of: $0) != nil }
            },
            act: {
                try HeldFolder.replaceFile(
                    premises.secret, with: Base64URL.encode(secureRandomBytes(48)) + "\n", mode: 0o600)
            })
    }

    private func changingSettings(_ premises: Premises) -> [Step] {
        guard let registration else { return [] }
        let setting = Settings.opensRegistration
        return [
            Step(
                deed: "set \(setting.name)=\(registration.setting) in \(premises.settings)",
                isNeeded: { try premises.configuration().value(setting) != (registration == .open) },
                act: { try premises.set(setting.name, to: registration.setting) })
        ]
    }

    private func addingAdministrator(_ premises: Premises) -> [Step] {
        guard let administrator else { return [] }
        return [
            Step(
                deed: "add the administrator \(administrator.text.printable)",
                isNeeded: { true },
                act: {
                    // What follows is root's work again, once this is done.
                    try Rights.keeping { try add(administrator, premises) }
                })
        ]
    }

    private func add(_ administrator: Username, _ premises: Premises) throws {
        let desk = try Desk(premises.configuration(), of: premises.application, in: premises.host, creates: true)
        let hash = try desk.hashOfNewPassword()
        let addition = try desk.store.add(
            administrator, passwordHash: hash, roles: [Role.admin], as: .addUser, by: desk.author,
            at: premises.host.clock())
        guard case .added = addition else {
            throw Failure(
                .cannotCreate,
                "there is a user named \(administrator.text.printable) already; make an administrator of them: "
                    + "\(premises.application) user role")
        }
    }

    private func startingWorkers(_ premises: Premises) -> Step {
        Step(
            deed: "start the workers, now and at every boot: \(premises.target)",
            followsOthers: true,
            isNeeded: { try !premises.workersAreAtWork() },
            act: { try premises.startWorkers() })
    }
}

extension Premises {
    /// Changes a value in the settings, and nothing else there.
    fileprivate func set(_ name: String, to value: String) throws(Failure) {
        guard let next = try SettingsText(text(of: settings)).setting(name, to: value) else {
            throw Failure(.dataError, "\(settings) does not take \(name)=\(value): write it there yourself")
        }
        try HeldFolder.replaceFile(settings, with: next.text, mode: 0o640)
    }

    /// Whether somebody is there who may administer.
    func hasAdministrator() throws -> Bool {
        let database = try configuration().value(Settings.database)
        guard access(database.path, F_OK) == 0 else { return false }
        return try Rights.keeping {
            try Rights.assume(toOpen: database)
            return try DatabaseExamination.hasAdministrator(path: database.path)
        }
    }
}
