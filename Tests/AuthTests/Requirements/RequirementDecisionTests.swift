// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Auth

@Suite("What a requirement lets through")
struct RequirementDecisionTests {
    let fixture: Fixture
    let user: User
    /// Of a login, and of a refresh after it: the one has shown the password, the other has not.
    let fresh: Grant
    let stale: Grant

    init() throws {
        fixture = try Fixture()
        user = try fixture.register()
        let pair = try fixture.login()
        fresh = try fixture.authority.admit(access: pair.access)
        stale = try fixture.authority.admit(access: fixture.refresh(pair.refresh).access)
    }

    private enum Comer: String {
        case guest, stale, fresh
    }

    private func denial(_ requirement: String, _ grant: Grant?) throws -> Denial? {
        do {
            try fixture.authority.check(Requirement(requirement), of: grant)
            return nil
        } catch let denial as Denial {
            return denial
        }
    }

    /// What a guest, a user whose token was refreshed, and one who has just logged in are told; the user is a `user`.
    static let verdicts: [(requirement: String, guest: Denial?, stale: Denial?, fresh: Denial?)] = [
        ("any", .tokenRequired, nil, nil),
        ("optional", nil, nil, nil),
        ("fresh", .tokenRequired, .freshTokenRequired, nil),
        ("role:user", .tokenRequired, nil, nil),
        ("role:admin", .tokenRequired, .insufficientPermissions, .insufficientPermissions),
        ("role:nobody", .tokenRequired, .insufficientPermissions, .insufficientPermissions),
        ("permission:items:read", .tokenRequired, .insufficientPermissions, .insufficientPermissions),
        // All terms hold, in whatever order and however often they are written.
        ("role:user fresh", .tokenRequired, .freshTokenRequired, nil),
        ("fresh role:user fresh", .tokenRequired, .freshTokenRequired, nil),
        ("any any any", .tokenRequired, nil, nil),
        // Where the password would not be enough, nobody is asked for it.
        ("fresh role:admin", .tokenRequired, .insufficientPermissions, .insufficientPermissions),
        ("role:admin fresh", .tokenRequired, .insufficientPermissions, .insufficientPermissions),
        // One alternative is enough.
        ("role:admin|role:user", .tokenRequired, nil, nil),
        ("role:admin|fresh", .tokenRequired, .freshTokenRequired, nil),
        ("permission:items:read|role:user", .tokenRequired, nil, nil),
        ("role:admin|any", .tokenRequired, nil, nil),
        // A term with `optional` holds for everyone; it takes nothing from the terms beside it.
        ("optional role:admin", .tokenRequired, .insufficientPermissions, .insufficientPermissions),
        ("optional fresh", .tokenRequired, .freshTokenRequired, nil),
        ("optional any", .tokenRequired, nil, nil),
        ("optional|role:admin", nil, nil, nil),
        ("optional|role:admin any", .tokenRequired, nil, nil),
        ("optional optional", nil, nil, nil),
    ]

    @Test("for a guest, a user, and a user who has just shown the password", arguments: verdicts)
    func table(_ requirement: String, _ guest: Denial?, _ stale: Denial?, _ fresh: Denial?) throws {
        #expect(try denial(requirement, nil) == guest)
        #expect(try denial(requirement, self.stale) == stale)
        #expect(try denial(requirement, self.fresh) == fresh)
    }
}
