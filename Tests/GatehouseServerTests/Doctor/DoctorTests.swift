// SPDX-License-Identifier: Apache-2.0

import Foundation
import SQLiteStorage
import Testing

@testable import GatehouseServer

@Suite("The doctor and a host")
struct DoctorTests {
    @Test("finds nothing wrong with one that is sound")
    func sound() throws {
        let host = try SoundHost()
        #expect(try host.patient().findings(Check.all).map { "\($0.check.id): \($0.symptom.what)" } == [])
    }

    @Test("finds nothing wrong where workers read their settings by their group")
    func group() throws {
        let host = try SoundHost()
        var patient = try host.patient()
        patient.account = .member
        #expect(patient.found == [])
    }

    @Test("finds nothing wrong with credentials that are root's alone, nor misses those that there are not")
    func credentials() throws {
        let host = try SoundHost()
        try host.keepSecret(mode: 0o600)
        #expect(try host.patient().found == [])
        // Whoever may not enter the folder finds no secret, and that is another finding.
        try FileManager.default.removeItem(atPath: host.credentials)
        #expect(try host.patient().found == ["configuration"])
    }

    @Test("finds nothing wrong where nginx knows a renamed cookie, be it by its prefix", arguments: ["", "__Host-"])
    func names(_ prefix: String) throws {
        let host = try SoundHost()
        host.settings += ["JWT_TOKEN_LOCATION=cookies", "JWT_ACCESS_COOKIE_NAME=__Host-token"]
        #expect(try host.patient().found == ["names-differ"])
        host.dump.replace("default access_token_cookie;", with: "default \(prefix)token;")
        #expect(try host.patient().found == [])
    }

    @Test("does not advise to open a folder with keys that may be shut on purpose, nor judges a relative path")
    func keys() throws {
        let (host, key) = (try SoundHost(), "credentials/key.pem")
        mkdir(host.folder.file("credentials"), 0o700)
        try host.sign(withKeyAt: host.folder.file(key))
        var patient = try host.patient()
        patient.account = .member
        let advice = patient.findings(Check.all).map(\.symptom.instead)
        #expect(advice.count == 1)
        #expect(advice.first?.hasPrefix("\(host.folder.file(key)) moved to where shop may go") == true, "\(advice)")
        // From here, and where workers work there may be nothing of that name.
        let here = FileManager.default.currentDirectoryPath.split(separator: "/")
        host.settings[0] = "JWT_PRIVATE_KEY=" + here.map { _ in "../" }.joined() + host.folder.file(key).dropFirst()
        patient = try host.patient()
        patient.account = .member
        #expect(patient.found == [])
    }

    @Test("speaks of a database that was begun anew until that is a fortnight ago", arguments: [1, 0])
    func lost(_ secondsLess: Int64) throws {
        let host = try SoundHost()
        let now = timeOfDay()
        try host.loseDatabase(at: now - 14 * 86_400 + secondsLess)
        var patient = try host.patient()
        patient.now = now
        #expect(patient.found == (secondsLess > 0 ? ["database-lost"] : []))
    }

    @Test("finds a restored database not lost, unless the backup is of the new one", arguments: [false, true])
    func restored(_ isOfNew: Bool) throws {
        let (host, now) = (try SoundHost(), timeOfDay())
        let backups = ["former", "new"].map { host.folder.file("data/\($0)") }
        _ = try host.store.backUp(to: backups[0], by: .console("test"), at: now)
        try host.loseDatabase(at: now)
        _ = try host.store.backUp(to: backups[1], by: .console("test"), at: now)
        _ = try SQLiteStore.restore(backups[isOfNew ? 1 : 0], to: host.database, by: .console("test"), at: now)
        #expect(try host.patient().found == (isOfNew ? ["database-lost"] : []))
    }

    @Test("finds what is wrong, and nothing else", arguments: Ailment.all)
    func ill(_ ailment: Ailment) throws {
        let host = try SoundHost()
        try host.write()
        try ailment.strike(host)
        var patient = try host.patient()
        try ailment.change(&patient)
        let findings = patient.findings(Check.all)
        #expect(Set(findings.map(\.check.id)) == ailment.checks, "\(findings.map(\.symptom.what))")
    }

    @Test("is tried with a fault for each of its checks")
    func complete() {
        let tried = Set(Seed.all.map(\.check)).union(Ailment.all.flatMap(\.checks))
        let untried = Set(Check.all.map(\.id)).subtracting(tried)
        // To give a file away takes root.
        #expect(untried.isSubset(of: ["database-owner"]))
        #expect(tried.isSubset(of: Check.all.map(\.id)))
    }

    @Test("names each check by one name, and says of each why and what else in sentences")
    func table() {
        #expect(Set(Check.all.map(\.id)).count == Check.all.count)
        for check in Check.all {
            #expect(check.id.allSatisfy { $0.isLowercase || $0 == "-" })
            #expect(check.fault.hasSuffix(".") && check.why.hasSuffix("."), "\(check.id)")
        }
    }
}

extension Account {
    /// One to which no file belongs, and which is in the group of all that a test makes.
    static let member = Account(name: "shop", user: 54_321, groups: [getegid()])
}
