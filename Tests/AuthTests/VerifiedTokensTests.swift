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
        let token = try tokens.token(name, at: now, leeway: leeway) { () throws(TokenError) in
            verifications.add()
            guard now < 100 + leeway else { throw .expired }
            return try Self.verified(name, expiring: 100)
        }
        return token.token.claims
    }

    /// A token of these claims that a key has found good.
    private static func verified(_ name: String, expiring end: NumericDate) throws(TokenError) -> VerifiedToken {
        do {
            let ring = try KeyRing(signing: .secret(Array("0123456789abcdef0123456789ABCDEF".utf8)))
            let claims = Claims(type: .access, subject: name, tokenID: "t", issuedAt: 0, expiration: end)
            return try ring.verify(ring.sign(claims), now: 0, Validation())
        } catch {
            throw .malformed("\(error)")
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

    @Test("are not those that only look the same: they are verified as they are spelled")
    func spelling() throws {
        _ = try ask("K", at: 50)
        _ = try ask("\u{212a}", at: 50)
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

    @Test("are counted, each once, and so are those that were known and those that were not")
    func counted() throws {
        for name in ["a", "b", "c", "a", "a"] { _ = try ask(name, at: 50) }
        #expect(throws: TokenError.expired) { try ask("a", at: 200) }
        #expect(tokens.state == TokenMemory(count: 3, capacity: 4, hits: 2, misses: 4))
    }

    @Test("a leeway beyond all numbers is kept for as long as the numbers last")
    func endless() throws {
        for now in [1, .max - 1] as [NumericDate] {
            _ = try tokens.token("a", at: now, leeway: .max) { () throws(TokenError) in
                verifications.add()
                return try Self.verified("a", expiring: 100)
            }
        }
        #expect(verifications.value == 1)
    }
}

private final class Count {
    private(set) var value = 0
    func add() { value += 1 }
}
