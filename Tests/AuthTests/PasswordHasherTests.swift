// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Testing

@testable import Auth

@Suite("Password hashing")
struct PasswordHasherTests {
    private static let password = "Correct1horse"

    private func hasher(cost: Int = 4, slots: Int = 2, queue: Int = 64, patience: Duration = .seconds(5))
        -> PasswordHasher
    {
        PasswordHasher(.bcrypt(cost: cost), slots: slots, queue: queue, patience: patience)
    }

    @Test("a password proves right against its hash, and no other does")
    func roundTrip() throws {
        let hasher = hasher()
        let hash = try hasher.hash(Password(Self.password))
        #expect(hash.hasPrefix("$2b$04$"))
        #expect(hash.utf8.count == 60)
        #expect(try hasher.verify(Self.password, against: hash) == .right(outdated: false))
        for wrong in ["correct1horse", "Correct1horse ", "Correct1hors", "Correct1hórse"] {
            #expect(try hasher.verify(wrong, against: hash) == .wrong)
        }
    }

    @Test("two hashes of one password differ, and the salt is what the source of bytes says")
    func salt() throws {
        let hasher = hasher()
        #expect(try hasher.rehash("x") != hasher.rehash("x"))
        let fixed = PasswordHasher(.bcrypt(cost: 4), slots: 1, queue: 0, random: { Array(repeating: 0, count: $0) })
        #expect(try fixed.rehash("x").hasPrefix("$2b$04$......................"))
    }

    /// Openwall's vectors for crypt_blowfish, as libxcrypt and py-bcrypt test them, and a hash by Flask-Bcrypt.
    @Test(
        "hashes of other bcrypt libraries are known",
        arguments: [
            ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            ("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"),
            ("U*U", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
            ("U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
        ])
    func vectors(_ password: String, _ hash: String) throws {
        #expect(try hasher(cost: 5).verify(password, against: hash) == .right(outdated: !hash.hasPrefix("$2b$")))
        #expect(try hasher(cost: 4).verify(password, against: hash) == .right(outdated: true))
        #expect(try hasher(cost: 5).verify(password + "x", against: hash) == .wrong)
    }

    @Test("a salt that is spelled otherwise is the same salt")
    func salts() throws {
        let hash = "$2b$05$CCCCCCCCCCCCCCCCCCCCC/E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
        #expect(try hasher(cost: 5).verify("U*U", against: hash) == .right(outdated: false))
    }

    @Test(
        "what is no hash is never right",
        arguments: [
            "", "*0", "*1", "*", "x", "$2b$", "plaintext", "$1$salt$qJH7.N4xYta3aEG/dfqo/0", "rqXexS6ZhobKA",
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWW",
            "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe:",
            "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2b$+5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2b$05.CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        ])
    func malformed(_ hash: String) throws {
        for password in ["U*U", "", "*0", hash] {
            #expect(try hasher(cost: 4).verify(password, against: hash) == .wrong)
        }
    }

    @Test("a password that bcrypt would read in part is never right")
    func partial() throws {
        let hasher = hasher()
        let long = String(repeating: "a", count: 72)
        let hash = try hasher.rehash(long)
        #expect(try hasher.verify(long, against: hash) == .right(outdated: false))
        #expect(try hasher.verify(long + "b", against: hash) == .wrong)
        #expect(try hasher.verify(String(repeating: "a", count: 9999), against: hash) == .wrong)
        #expect(try hasher.verify(Self.password + "\0x", against: hasher.rehash(Self.password)) == .wrong)
        #expect(try hasher.verify("", against: hasher.rehash("")) == .wrong)
    }

    @Test(
        "every check that fails costs what one of the present scheme costs",
        arguments: [
            (HashingScheme.bcrypt(cost: 9), HashingScheme.bcrypt(cost: 6), HashingScheme.yescrypt),
            (HashingScheme.yescrypt, HashingScheme(.yescrypt, cost: 2), HashingScheme.bcrypt(cost: 6)),
        ])
    func evenTime(_ scheme: HashingScheme, _ cheap: HashingScheme, _ foreign: HashingScheme) throws {
        let hasher = PasswordHasher(scheme, slots: 1, queue: 64)
        let clock = try hasher.slots.withBuffer { _ in Self.clockOfThisThread() }
        let (same, cheaper) = (try hasher.rehash(Self.password), try self.hash(by: cheap))
        let checks: [(String, String?)] = [
            ("Wrong1password", same), ("Wrong1password", cheaper), ("Wrong1password", nil), ("Wrong1password", "*0"),
            (Self.password, same), (Self.password, cheaper),
            ("a\0b", same), ("", same), ("", cheaper), (String(repeating: "a", count: 5000), same), ("a\0b", nil),
            ("Wrong1password", try self.hash(by: foreign)),
        ]
        var times = checks.map { _ in Duration.seconds(9) }
        for _ in 0..<5 {
            for (index, check) in checks.enumerated() {
                let start = Self.time(of: clock)
                // Of a shut account the right password is as wrong as any other.
                let isShut = check.0 == Self.password
                #expect(try hasher.verify(check.0, against: check.1, isShut: isShut) == .wrong)
                times[index] = min(times[index], Self.time(of: clock) - start)
            }
        }
        let others = times.removeLast()
        let (least, most) = (times.min() ?? .zero, times.max() ?? .zero)
        #expect(least > .milliseconds(5))
        #expect(most / least < 1.35, "\(times)")
        // The methods cannot be measured by one another exactly.
        #expect(max(others / least, least / others) < 1.7, "\(others), \(times)")
    }

    private func hash(by scheme: HashingScheme) throws -> String {
        try PasswordHasher(scheme, slots: 1, queue: 0).rehash(Self.password)
    }

    /// The clock of what the thread has used of a processor: other tests run at the same time.
    private static func clockOfThisThread() -> clockid_t {
        var clock = clockid_t()
        #expect(pthread_getcpuclockid(pthread_self(), &clock) == 0)
        return clock
    }

    private static func time(of clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

@Suite("Hashing slots")
struct HashingSlotsTests {
    /// Occupies a slot until it is told to leave.
    private final class Guest: Sendable {
        private let leave = DispatchSemaphore(value: 0)
        private let left = DispatchSemaphore(value: 0)
        let result = Mutex<Result<Void, any Error>?>(nil)

        init(_ slots: HashingSlots, onEntry: @escaping @Sendable () -> Void = {}) {
            Thread.detachNewThread { [self] in
                let result = Result {
                    try slots.withBuffer { [leave] _ in
                        onEntry(); leave.wait()
                    }
                }
                self.result.withLock { $0 = result }
                left.signal()
            }
        }

        func goes() { leave.signal() }

        func hasGone() -> (any Error)? {
            left.wait()
            return result.withLock { if case .failure(let error) = $0 { error } else { nil } }
        }
    }

    private func until(_ condition: () -> Bool) {
        let deadline = ContinuousClock.now + .seconds(20)
        while !condition(), .now < deadline { usleep(200) }
        #expect(condition())
    }

    @Test("no more hash at once than there are slots, no more wait than there are places, and the rest are sent away")
    func bounds() {
        let slots = HashingSlots(count: 2, queue: 3, patience: .seconds(60))
        let inside = Mutex(0)
        let guests = (0..<5).map { _ in Guest(slots) { inside.withLock { $0 += 1 } } }
        until { slots.waiting == 3 && inside.withLock { $0 } == 2 }
        #expect(throws: HashingBusy(retryAfter: 60)) { try slots.withBuffer { _ in } }
        #expect(inside.withLock { $0 } == 2)
        guests.forEach { $0.goes() }
        #expect(guests.allSatisfy { $0.hasGone() == nil })
        #expect(inside.withLock { $0 } == 5)
        #expect(throws: Never.self) { try slots.withBuffer { _ in } }
    }

    @Test("who came first is served first, and nobody steps in between")
    func order() throws {
        let slots = HashingSlots(count: 1, queue: 9, patience: .seconds(60))
        let order = Mutex<[Int]>([])
        let first = Guest(slots) { order.withLock { $0.append(0) } }
        until { order.withLock { $0.count } == 1 }
        let guests = (1...5).map { index in
            let guest = Guest(slots) { order.withLock { $0.append(index) } }
            until { slots.waiting == index }
            guest.goes()
            return guest
        }
        first.goes()
        try slots.withBuffer { _ in order.withLock { $0.append(6) } }
        #expect(guests.allSatisfy { $0.hasGone() == nil })
        #expect(order.withLock { $0 } == [0, 1, 2, 3, 4, 5, 6])
    }

    @Test("who has waited too long is sent away and leaves their place")
    func patience() {
        let slots = HashingSlots(count: 1, queue: 1, patience: .milliseconds(50))
        let inside = DispatchSemaphore(value: 0)
        let guest = Guest(slots) { inside.signal() }
        inside.wait()
        for _ in 0..<2 { #expect(throws: HashingBusy(retryAfter: 1)) { try slots.withBuffer { _ in } } }
        #expect(slots.waiting == 0)
        guest.goes()
        #expect(guest.hasGone() == nil)
        #expect(throws: Never.self) { try slots.withBuffer { _ in } }
    }

    @Test("a slot is of a lower priority than whoever asks, who stays what they are, and it goes with the slots")
    func priority() throws {
        let thread = try { () throws -> String in
            let slots = HashingSlots(count: 1, queue: 0, patience: .zero)
            #expect(try slots.withBuffer { _ in Self.niceness() } >= 10)
            #expect(Self.niceness() < 10)
            return try slots.withBuffer { _ in
                try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
            }
        }()
        until { access("/proc/\(thread)", F_OK) != 0 }
    }

    /// That of the calling thread.
    private static func niceness() -> Int32 {
        getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
    }

    @Test("a slot comes back whatever is thrown in it")
    func failure() {
        let slots = HashingSlots(count: 1, queue: 0, patience: .zero)
        for _ in 0..<3 {
            #expect(throws: HashingFailed(errno: 12)) { try slots.withBuffer { _ in throw HashingFailed(errno: 12) } }
        }
    }

    @Test("no slot is lost when patience ends in the moment in which one comes free")
    func handover() throws {
        let slots = HashingSlots(count: 2, queue: 99, patience: .zero)
        let end = DispatchGroup()
        for _ in 0..<8 {
            end.enter()
            Thread.detachNewThread { [end] in
                for _ in 0..<2000 { try? slots.withBuffer { _ in _ = sched_yield() } }
                end.leave()
            }
        }
        end.wait()
        let inside = Mutex(0)
        let guests = (0..<2).map { _ in Guest(slots) { inside.withLock { $0 += 1 } } }
        until { inside.withLock { $0 } == 2 }
        guests.forEach { $0.goes() }
        #expect(guests.allSatisfy { $0.hasGone() == nil })
    }
}
