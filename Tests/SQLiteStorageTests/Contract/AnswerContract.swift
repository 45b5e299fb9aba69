// SPDX-License-Identifier: Apache-2.0

import Auth
import JOSE
import Testing

@Suite("Every store: answers to refresh tokens that were just spent")
struct AnswerContract {
    /// A store with the session `s`, whose token `first` was spent for `second` at 1100, answered again until 1110.
    private func spent(_ backend: Backend, answer: [UInt8]? = [1, 2, 3]) throws -> any Store {
        let store = try backend.store()
        try store.opened("s", for: store.made())
        guard case .renewed = try store.spend("first", for: "second", answer: answer, at: 1100) else {
            throw Unexpected(what: "not renewed")
        }
        return store
    }

    @Test("within the window the same answer is given, as often as it is asked for", arguments: Backend.all)
    func repeated(_ backend: Backend) throws {
        let store = try spent(backend)
        for time: NumericDate in [1100, 1105, 1110, 1100] {
            #expect(try store.spend("first", for: "other", answer: [9], at: time) == .repeated([1, 2, 3]))
        }
        #expect(try store.user(of: "s") != nil)
        guard case .renewed = try store.spend("second", for: "third") else { throw Unexpected(what: "not renewed") }
    }

    @Test("outside the window the session dies", arguments: Backend.all, [1111, 1_000_000])
    func late(_ backend: Backend, _ time: NumericDate) throws {
        let store = try spent(backend)
        #expect(try store.spend("first", for: "other", answer: [9], at: time) == .replayed)
        #expect(try store.user(of: "s") == nil)
        #expect(try store.spend("first", for: "other", at: 1100) == .ended)
    }

    @Test("a clock that steps back makes the window no longer than it was meant to be", arguments: Backend.all)
    func clockBack(_ backend: Backend) throws {
        #expect(try spent(backend).spend("first", for: "other", at: 1090) == .repeated([1, 2, 3]))
        #expect(try spent(backend).spend("first", for: "other", at: 1089) == .replayed)
    }

    @Test("a successor that has been spent ends the grace of the one before", arguments: Backend.all)
    func generations(_ backend: Backend) throws {
        let store = try spent(backend)
        _ = try store.spend("second", for: "third", answer: [4], at: 1101)
        #expect(try store.spend("second", for: "x", at: 1102) == .repeated([4]))
        #expect(try store.spend("first", for: "x", at: 1102) == .replayed)
        #expect(try store.spend("second", for: "x", at: 1102) == .ended)
        #expect(try store.spend("third", for: "x", at: 1102) == .ended)
    }

    @Test("a spending without an answer forgets the one that was kept", arguments: Backend.all)
    func forgotten(_ backend: Backend) throws {
        let store = try spent(backend)
        _ = try store.spend("second", for: "third", at: 1101)
        #expect(try store.purge(at: 1111, margin: 0, limit: 10) == 0)
        #expect(try store.spend("second", for: "x", at: 1101) == .replayed)
    }

    @Test("without an answer there is no grace", arguments: Backend.all)
    func none(_ backend: Backend) throws {
        #expect(try spent(backend, answer: nil).spend("first", for: "other", at: 1100) == .replayed)
    }

    @Test("no other token gets the answer, nor the same token in another session", arguments: Backend.all)
    func others(_ backend: Backend) throws {
        let store = try spent(backend)
        try store.opened("other", for: try #require(try store.user(of: "s")))
        _ = try store.spend("first", for: "else", of: "other", at: 1100)
        #expect(try store.spend("first", for: "x", of: "other", at: 1100) == .replayed)
        #expect(try store.spend("zeroth", for: "x", at: 1100) == .replayed)
    }

    @Test("whoever has logged out gets no answer", arguments: Backend.all)
    func ended(_ backend: Backend) throws {
        let store = try spent(backend)
        try store.end("s", at: 1100)
        #expect(try store.spend("first", for: "other", at: 1100) == .ended)
    }

    @Test("a purge forgets answers whose time is over, and no others", arguments: Backend.all)
    func purge(_ backend: Backend) throws {
        let store = try spent(backend)
        #expect(try store.purge(at: 1110, margin: 0, limit: 10) == 0)
        #expect(try store.spend("first", for: "other", at: 1110) == .repeated([1, 2, 3]))
        #expect(try store.purge(at: 1111, margin: 0, limit: 10) == 1)
        #expect(try store.spend("first", for: "other", at: 1110) == .replayed)
    }

    @Test("of many who spend one token at once all get the one answer", arguments: Backend.all)
    func race(_ backend: Backend) throws {
        let place = try backend.place()
        let store = try place.open()
        let user = try store.made()
        let stores = try (0..<4).map { _ in try place.open() }
        for round in 0..<5 {
            try store.opened("s\(round)", for: user)
            let spendings = try SQLiteStorageTests.race(16) {
                try stores[$0 % 4].spend("first", for: "n\($0)", of: "s\(round)", answer: [UInt8($0)], at: 1100)
            }
            let winner = try #require(spendings.firstIndex(of: .renewed(user)))
            #expect(spendings.filter { $0 == .renewed(user) }.count == 1)
            #expect(spendings.filter { $0 == .repeated([UInt8(winner)]) }.count == 15)
        }
    }
}

extension Store {
    /// Spends the token `old` for the token `new`, with an answer that is given again for ten seconds.
    fileprivate func spend(
        _ old: String, for new: String, of session: Session.ID = "s", answer: [UInt8]? = nil, at now: NumericDate
    ) throws -> Spending {
        let answer = answer.map { Successor.Answer(sealed: $0, until: now + 10) }
        let next = Successor(digest: TokenDigest(tokenID: new), expiresAt: 2100, answer: answer)
        return try spend(TokenDigest(tokenID: old), of: session, for: next, at: now)
    }
}
