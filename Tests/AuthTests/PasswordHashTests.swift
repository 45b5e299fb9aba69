// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import Auth

@Suite("The hashes of yescrypt")
struct PasswordHashTests {
    private static let password = "Correct1horse"

    /// A hash of the cost 1 by pyescrypt, which is built from the reference implementation and not from libcrypt.
    private static let vector = "$y$j75$b34RZVqPpBLNbA56n34Po/$KNc3rTNk0zUHe6rb6rPrtN3GlNFbGZ76xq8Nc9QqzS2"

    private func hasher(_ scheme: HashingScheme) -> PasswordHasher {
        PasswordHasher(scheme, slots: 1, queue: 8)
    }

    @Test(
        "those of other programs are known: two of pyescrypt's, one of Python's crypt on Debian",
        arguments: [
            (1, vector),
            (5, "$y$j9T$/2E./2E./2E./2E./2E./.$wSdCHfzcvJvX5h6af/H5ZqQVbHk..YSH.RT53.qdruA"),
            (5, "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$ERZ24nrgYjqUsUSm55Gb2fczm7r/2jP4MJpK5ymLGg9"),
        ])
    func vectors(_ cost: Int, _ hash: String) throws {
        let hasher = hasher(HashingScheme(.yescrypt, cost: cost))
        #expect(try hasher.verify(Self.password, against: hash) == .right(outdated: false))
        #expect(try hasher.verify(Self.password + "x", against: hash) == .wrong)
        #expect(try self.hasher(.bcrypt(cost: 4)).verify(Self.password, against: hash) == .right(outdated: true))
    }

    @Test("what libcrypt makes of a cost is read as that cost", arguments: HashingMethod.yescrypt.costs)
    func costs(_ cost: Int) throws {
        let scheme = HashingScheme(.yescrypt, cost: cost)
        let hash = try hasher(scheme).rehash(Self.password)
        #expect(PasswordHash(hash)?.scheme == scheme)
        #expect(try hasher(scheme).verify(Self.password, against: hash) == .right(outdated: false))
    }

    @Test("the cost that is chosen without a word is libcrypt's own")
    func standard() throws {
        let salt = [UInt8](repeating: 0x5a, count: 16)
        #expect(HashingScheme.yescrypt.setting(salt: salt) == "$y$j9T$OdZKOdZKOdZKOdZKOdZKO/")
    }

    @Test(
        "what is none of them is never right",
        arguments: [
            ("j75", "jCT"), ("j75", "jFT"), ("j75", "j95"), ("j75", "jD5.7"), ("j75", "/75"), ("j75", ""),
            ("$y$", "$7$"), ("$y$", "$gy$"), ("$y$", "y$"), ("$y$", "x$y$"), ("Po/$", "Po2$"), ("Po/$", "Po$"),
            ("Po/$", "Po//$"), ("Po/$", "$"), ("Po/$", "Po/"), ("b34R", "b34:"), ("b34R", "b3é"), ("KNc3", "KNc:"),
            ("QqzS2", "QqzS"), ("QqzS2", "QqzS2."), ("QqzS2", "QqzS2$"), ("QqzS2", "QqzS2\n"),
        ])
    func malformed(_ part: String, _ other: String) throws {
        let hash = Self.vector.replacing(part, with: other)
        #expect(hash != Self.vector)
        #expect(PasswordHash(hash) == nil)
        #expect(try hasher(.bcrypt(cost: 4)).verify(Self.password, against: hash) == .wrong)
    }

    @Test("a password of which bcrypt would read a part is nobody's here either")
    func partial() throws {
        let hasher = hasher(HashingScheme(.yescrypt, cost: 1))
        let long = String(repeating: "a", count: 73)
        #expect(try hasher.verify(long, against: hasher.rehash(long)) == .wrong)
        #expect(try hasher.verify("", against: hasher.rehash("")) == .wrong)
    }

    @Test("the dearest takes as much memory as is said, and gives it back")
    func memory() async {
        await #expect(processExitsWith: .success) {
            let before = Self.resident("VmRSS")
            let dearest = HashingScheme(.yescrypt, cost: HashingMethod.yescrypt.costs.upperBound)
            _ = try PasswordHasher(dearest, slots: 1, queue: 0).rehash("x")
            let taken = Self.resident("VmHWM") - before
            #expect(taken > HashingScheme.largestMemory * 9 / 10)
            #expect(taken < HashingScheme.largestMemory * 11 / 10)
            #expect(Self.resident("VmRSS") - before < HashingScheme.largestMemory / 10)
        }
    }

    /// A line of proc_pid_status(5), in bytes.
    private static func resident(_ name: String) -> Int {
        guard let file = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split {
                $0.isWhitespace || $0 == ":"
            }
            if words.first == Substring(name), words.count > 1 { return (Int(words[1]) ?? 0) << 10 }
        }
        return 0
    }
}
