// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@Suite("Every store: rate limits")
struct RateLimitContract {
    private static func charge(
        _ attempts: Int, _ seconds: Int64 = 60, subject: String = "192.0.2.1", scope: String = "login"
    ) -> RateCharge {
        RateCharge(scope: scope, subject: subject, limit: RateLimit(attempts: attempts, seconds: seconds))
    }

    private static func allowed(_ charge: RateCharge, _ remaining: Int, until end: NumericDate) -> RateVerdict {
        .allowed(RateWindow(charge: charge, remaining: remaining, resetsAt: end))
    }

    private static func refused(_ charge: RateCharge, until end: NumericDate) -> RateVerdict {
        .refused(RateWindow(charge: charge, remaining: 0, resetsAt: end))
    }

    @Test("a window begins with its first attempt and holds so many", arguments: Backend.all)
    func window(_ backend: Backend) throws {
        let store = try backend.store()
        let charge = Self.charge(2)
        #expect(try store.charge([charge], at: 1000) == Self.allowed(charge, 1, until: 1060))
        #expect(try store.charge([charge], at: 1059) == Self.allowed(charge, 0, until: 1060))
        #expect(try store.charge([charge], at: 1059) == Self.refused(charge, until: 1060))
        #expect(try store.charge([charge], at: 1060) == Self.allowed(charge, 1, until: 1120))
    }

    @Test("subjects, scopes and limits are counted apart", arguments: Backend.all)
    func apart(_ backend: Backend) throws {
        let store = try backend.store()
        let charges = [
            Self.charge(1), Self.charge(1, subject: "192.0.2.2"), Self.charge(1, scope: "register"),
            Self.charge(1, 61), Self.charge(2),
        ]
        for charge in charges {
            let end = 1000 + charge.limit.seconds
            #expect(try store.charge([charge], at: 1000) == Self.allowed(charge, charge.limit.attempts - 1, until: end))
        }
    }

    @Test("of several limits all must hold, and a refused attempt counts against none", arguments: Backend.all)
    func several(_ backend: Backend) throws {
        let store = try backend.store()
        let (short, long) = (Self.charge(2, 10), Self.charge(3, 1000))
        #expect(try store.charge([long, short], at: 1000) == Self.allowed(short, 1, until: 1010))
        #expect(try store.charge([long, short], at: 1001) == Self.allowed(short, 0, until: 1010))
        for _ in 0..<5 { #expect(try store.charge([long, short], at: 1002) == Self.refused(short, until: 1010)) }
        #expect(try store.charge([long, short], at: 1010) == Self.allowed(long, 0, until: 2000))
        #expect(try store.charge([short, long], at: 1011) == Self.refused(long, until: 2000))
        #expect(try store.charge([short], at: 1011) == Self.allowed(short, 0, until: 1020))
        #expect(try store.charge([short, long], at: 1012) == Self.refused(long, until: 2000))
    }

    @Test("where nothing is limited everything is allowed", arguments: Backend.all)
    func unlimited(_ backend: Backend) throws {
        #expect(try backend.store().charge([], at: 1) == .allowed(nil))
    }

    @Test("a limit that is named twice counts once, and one of no attempts allows none", arguments: Backend.all)
    func oddities(_ backend: Backend) throws {
        let store = try backend.store()
        let (charge, none) = (Self.charge(2), Self.charge(0))
        #expect(try store.charge([charge, charge], at: 1000) == Self.allowed(charge, 1, until: 1060))
        try store.refund([charge, charge], at: 1000)
        #expect(try store.charge([charge], at: 1000) == Self.allowed(charge, 1, until: 1060))
        _ = try store.charge([charge], at: 1000)
        try store.refund([charge, charge], at: 1000)
        #expect(try store.charge([charge], at: 1000) == Self.allowed(charge, 0, until: 1060))
        #expect(try store.charge([none], at: 1000) == Self.refused(none, until: 1060))
    }

    @Test("an attempt is taken back in its window and in no later one", arguments: Backend.all)
    func refund(_ backend: Backend) throws {
        let store = try backend.store()
        let charge = Self.charge(1)
        _ = try store.charge([charge], at: 1000)
        try store.refund([charge], at: 1001)
        try store.refund([charge], at: 1001)
        #expect(try store.charge([charge], at: 1002) == Self.allowed(charge, 0, until: 1060))
        try store.refund([charge], at: 1060)
        #expect(try store.charge([charge], at: 1059) == Self.refused(charge, until: 1060))
        _ = try store.charge([charge], at: 1061)
        // Charged before this window began.
        try store.refund([charge], at: 1060)
        #expect(try store.charge([charge], at: 1062) == Self.refused(charge, until: 1121))
    }

    @Test("a clock that steps back shuts nobody out", arguments: Backend.all)
    func clock(_ backend: Backend) throws {
        let store = try backend.store()
        let charge = Self.charge(1)
        _ = try store.charge([charge], at: 1_000_000)
        #expect(try store.charge([charge], at: 1_000_000 - 1) == Self.allowed(charge, 0, until: 1_000_059))
        #expect(try store.charge([charge], at: 1000) == Self.allowed(charge, 0, until: 1060))
        #expect(try store.charge([charge], at: 1001) == Self.refused(charge, until: 1060))
    }

    @Test("an operator sees what is used up, and lifts it", arguments: Backend.all)
    func lift(_ backend: Backend) throws {
        let store = try backend.store()
        let (login, register) = (Self.charge(1), Self.charge(1, scope: "register"))
        let other = Self.charge(1, 600, subject: "192.0.2.2")
        for charge in [login, register, other, Self.charge(2, subject: "192.0.2.3")] {
            _ = try store.charge([charge], at: 1000)
        }
        #expect(try store.exhausted(at: 1001).map(\.charge) == [login, register, other])
        #expect(try store.exhausted(at: 1060).map(\.charge) == [other])
        #expect(try store.exhausted(at: 900).isEmpty)
        #expect(try store.lift("192.0.2.1") == 2)
        #expect(try store.lift("192.0.2.1") == 0)
        #expect(try store.charge([login], at: 1002) == Self.allowed(login, 0, until: 1062))
        #expect(try store.charge([other], at: 1002) == Self.refused(other, until: 1600))
    }

    @Test("when hundreds race in several stores, exactly as many pass as the limit holds", arguments: Backend.all)
    func race(_ backend: Backend) throws {
        let place = try backend.place()
        let stores = try (0..<4).map { _ in try place.open() }
        let (tight, wide) = (Self.charge(40), Self.charge(1000, 600))
        let verdicts = try SQLiteStorageTests.race(32) { index in
            try (0..<10).map { _ in try stores[index % 4].charge([tight, wide], at: 1000) }
        }.flatMap { $0 }
        let remaining = verdicts.compactMap { if case .allowed(let window) = $0 { window?.remaining } else { nil } }
        #expect(remaining.sorted() == Array(0..<40))
        #expect(verdicts.filter { $0 == Self.refused(tight, until: 1060) }.count == 280)
        #expect(try stores[0].charge([wide], at: 1000) == Self.allowed(wide, 959, until: 1600))
    }
}
