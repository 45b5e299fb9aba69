// SPDX-License-Identifier: Apache-2.0

import JOSE
import Testing

@testable import Auth

@Suite("Tokens that were found good")
struct VerifiedTokensTests {
    private let tokens = VerifiedTokens(capacity: 2)
    private let verifications = Count()

    /// Asks for the token `name`, which expires at 100.
    private func ask(_ name: String, at now: NumericDate, leeway: Int64 = 0) throws(TokenError) -> Claims {
        try tokens.claims(of: name, at: now, leeway: leeway) { () throws(TokenError) in
            verifications.add()
            guard now < 100 + leeway else { throw .expired }
            return Claims(members: [.init("sub", .string(name)), .init("exp", 100)])
        }
    }

    @Test("are verified once and keep their own claims")
    func once() throws {
        for _ in 1...3 { #expect(try ask("a", at: 50).subject == "a") }
        #expect(try ask("b", at: 50).subject == "b")
        #expect(verifications.value == 2)
    }

    @Test("are verified again from the second of their exp on, less the leeway", arguments: [0, 10] as [Int64])
    func expiry(_ leeway: Int64) throws {
        _ = try ask("a", at: 50, leeway: leeway)
        _ = try ask("a", at: 99 + leeway, leeway: leeway)
        #expect(verifications.value == 1)
        #expect(throws: TokenError.expired) { try ask("a", at: 100 + leeway, leeway: leeway) }
        #expect(verifications.value == 2)
    }

    @Test("are verified again when the clock has stepped back before the moment in which they were")
    func clockBack() throws {
        _ = try ask("a", at: 50)
        _ = try ask("a", at: 49)
        #expect(verifications.value == 2)
    }

    @Test("are not those that were refused")
    func refused() {
        for _ in 1...2 { #expect(throws: TokenError.expired) { try ask("a", at: 200) } }
        #expect(verifications.value == 2)
    }

    @Test("are forgotten where too many others came since, unless they are shown again and again")
    func bounded() throws {
        for name in ["a", "b", "a", "c", "a", "d", "a", "e"] { _ = try ask(name, at: 50) }
        #expect(verifications.value == 5)
        _ = try ask("b", at: 50)
        #expect(verifications.value == 6)
    }

    @Test("a token without an end is kept for as long as the numbers last")
    func endless() throws {
        for now in [1, .max - 1] as [NumericDate] {
            _ = try tokens.claims(of: "a", at: now, leeway: .max) { () throws(TokenError) in
                verifications.add()
                return Claims(members: [.init("exp", .integer(.max))])
            }
        }
        #expect(verifications.value == 1)
    }
}

private final class Count {
    private(set) var value = 0
    func add() { value += 1 }
}
