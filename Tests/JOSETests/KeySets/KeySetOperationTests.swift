// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JOSE

@Suite("Key sets that change")
struct KeySetOperationTests {
    private static let quick: [Algorithm] = [.hs256, .hs384, .hs512, .es256, .es384, .edDSA]
    private static let claims = Claims(
        type: .access, subject: "alice", tokenID: "t", issuedAt: Forge.now, expiration: Forge.now + 60)

    @Test("a new set has a current and a next key, and is read as it was written", arguments: quick)
    func generation(algorithm: Algorithm) throws {
        let set = try KeySet.generate(algorithm, id: "first", at: 100)
        #expect(set.entries.map(\.status) == [.current, .next] && set.entries.map(\.since) == [100, 100])
        #expect(set.entries[0].id == "first" && set.signing.algorithm == algorithm)
        #expect(set.entries[1].key?.algorithm == algorithm)
        #expect(try KeySet(parsing: set.serialized()).serialized() == set.serialized())
        let token = try KeyRing(set).sign(Self.claims)
        #expect(try Forge.verdict(token, by: KeyRing(KeySet(parsing: set.serialized()))) == "accepted")
    }

    @Test("a rotation moves each key on, and what was signed stays good", arguments: quick)
    func rotation(algorithm: Algorithm) throws {
        let first = try KeySet.generate(algorithm, at: 100)
        let token = try KeyRing(first).sign(Self.claims)
        let second = try first.rotated(at: 200)
        #expect(second.entries.map(\.status) == [.verifying, .current, .next])
        #expect(second.entries.map(\.since) == [200, 200, 200])
        #expect(second.entries.prefix(2).map(\.id) == first.entries.map(\.id))
        #expect(second.signing.id == first.entries[1].id && second.entries[2].key?.algorithm == algorithm)
        #expect(try Forge.verdict(token, by: KeyRing(second)) == "accepted")
        // Whoever still has the former set knows the key that signs now, since it was next.
        #expect(try Forge.verdict(KeyRing(second).sign(Self.claims), by: KeyRing(first)) == "accepted")
        let third = try second.rotated(at: 300)
        #expect(third.entries.map(\.status) == [.verifying, .verifying, .current, .next])
        #expect(third.entries.map(\.since) == [200, 300, 300, 300])
        #expect(try Forge.verdict(token, by: KeyRing(third)) == "accepted")
        #expect(try KeyRing(third).count == 4)
        #expect(try KeySet(parsing: third.serialized()).serialized() == third.serialized())
    }

    @Test("J22: a retired key verifies nothing, and its name stays taken", arguments: quick)
    func retirement(algorithm: Algorithm) throws {
        let first = try KeySet.generate(algorithm, id: "first", at: 100)
        let token = try KeyRing(first).sign(Self.claims)
        let retired = try first.rotated(at: 200).retiring("first", at: 300)
        #expect(retired.entries.map(\.status) == [.retired, .current, .next] && retired.entries[0].since == 300)
        #expect(try Forge.verdict(token, by: KeyRing(retired)) == "unknownKey")
        #expect(try Forge.verdict(token, by: KeyRing(KeySet(parsing: retired.serialized()))) == "unknownKey")
        #expect(throws: KeySetError.key("first", .duplicateID("first"))) {
            try retired.retiring(retired.entries[2].id, at: 400).generating(algorithm, id: "first", at: 500)
        }
        #expect(try retired.retiring("first", at: 900).serialized() == retired.serialized())
    }

    @Test("only the key that is named is retired")
    func neighbours() throws {
        let set = try KeySet.generate(.edDSA, id: "a", at: 1).rotated(at: 2).rotated(at: 3).retiring("a", at: 4)
        #expect(set.entries.map(\.status) == [.retired, .verifying, .current, .next])
    }

    @Test("what will not sign again keeps nothing to sign with", arguments: Algorithm.allCases)
    func lostHalves(algorithm: Algorithm) throws {
        let current = try TestKeys.jwk(algorithm, id: "first").with("status", "current")
        let next = try TestKeys.jwk(.es256, isOther: true, id: "second").with("status", "next")
        let rotated = try KeySetTests.set(["keys": [current, next]]).rotated(at: 200)
        let written = rotated.serialized(), without = try rotated.retiring("first", at: 300).serialized()
        let verifying = try #require(JSON(parsing: written)["keys"]?.array?.first)
        let retired = try #require(JSON(parsing: without)["keys"]?.array?.first)
        for name in algorithm.keyType.privateMembers where name != "oth" {
            let value = try #require(current[name]?.string)
            #expect(verifying[name]?.string == (algorithm.keyType == .oct ? value : nil) && retired[name] == nil)
            #expect(!String(decoding: without, as: UTF8.self).contains(value))
        }
        let names = algorithm.keyType.publicMembers
        #expect(names.map { verifying[$0] } == names.map { current[$0] })
    }

    @Test("a rotation lets a key go that could only sign")
    func operations() throws {
        let key = try TestKeys.jwk(.es256, id: "a").with("key_ops", ["sign"]).with("status", "current")
        let next = try TestKeys.jwk(.edDSA, id: "b").with("key_ops", ["sign"]).with("status", "next")
        let set = try KeySetTests.set(["keys": [key, next]])
        let token = try KeyRing(set).sign(Self.claims)
        #expect(try Forge.verdict(token, by: KeyRing(set.rotated(at: 1))) == "accepted")
    }

    @Test("the algorithm changes by way of a next key")
    func migration() throws {
        let old = try KeySet.generate(.hs256, id: "old", at: 100)
        let next = old.entries[1].id
        #expect(throws: KeySetError.hasNext(next)) { try old.generating(.edDSA, at: 200) }
        let migrated = try old.retiring(next, at: 200).generating(.edDSA, id: "new", at: 200).rotated(at: 300)
        #expect(migrated.signing.algorithm == .edDSA && migrated.signing.id == "new")
        #expect(migrated.entries.last?.key?.algorithm == .edDSA)
        #expect(try Forge.verdict(KeyRing(old).sign(Self.claims), by: KeyRing(migrated)) == "accepted")
    }

    @Test("an operation that would leave no key to sign, or none to follow, is refused")
    func refusals() throws {
        let set = try KeySet.generate(.edDSA, id: "a", at: 1)
        #expect(throws: KeySetError.isCurrent("a")) { try set.retiring("a", at: 2) }
        #expect(throws: KeySetError.unknownID("b")) { try set.retiring("b", at: 2) }
        #expect(throws: KeySetError.noNext) { try set.retiring(set.entries[1].id, at: 2).rotated(at: 3) }
        #expect(throws: KeySetError.key("a b", .invalidID("a b"))) { try KeySet.generate(.edDSA, id: "a b", at: 1) }
        for error in [KeySetError.isCurrent("a"), .unknownID("b"), .noNext, .hasNext("c")] {
            #expect(error.description.hasSuffix(".") && error.description.contains(":"))
        }
    }

    @Test("members that are unknown outlive every operation")
    func unknownMembers() throws {
        let key = try TestKeys.jwk(.es256, id: "a").with("status", "current").with("x-owner", "us")
        let next = try TestKeys.jwk(.edDSA, id: "b").with("status", "next")
        let set = try KeySetTests.set(["keys": [key, next], "note": "n"]).rotated(at: 5).retiring("a", at: 6)
        let written = try JSON(parsing: set.serialized())
        #expect(written["note"] == "n" && written["keys"]?.array?[0]["x-owner"] == "us")
    }
}
