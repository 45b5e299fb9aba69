// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import Testing

@testable import GatehouseServer

@Suite("A password from standard input")
struct PasswordSourceTests {
    private func password(_ input: String) throws -> String {
        let ends = Pipe()
        ends.write(input)
        ends.closeWriting()
        return try PasswordSource(input: ends.reading) { Issue.record("asked \($0)") }.newPassword().text
    }

    @Test("is its first line, exactly, and nobody is asked")
    func line() throws {
        #expect(try password("Correct1horse\n") == "Correct1horse")
        #expect(try password("Correct1horse") == "Correct1horse")
        #expect(try password(" Correct1horse \nmore") == " Correct1horse ")
        #expect(try password("Correct1horse\r\n") == "Correct1horse\r")
    }

    @Test("leaves what comes after the line to the next reader")
    func rest() throws {
        let ends = Pipe()
        ends.write("first\nsecond\n")
        ends.closeWriting()
        let input = LineInput(descriptor: ends.reading)
        #expect(try input.line() == "first")
        #expect(try input.line() == "second")
        #expect(try input.line() == nil)
    }

    @Test("cannot be read from what is closed")
    func closed() {
        let failure = #expect(throws: Failure.self) { try LineInput(descriptor: -1).line() }
        #expect(failure?.status == .ioError)
    }
}

@Suite("A password from a terminal")
struct TerminalPasswordTests {
    /// A terminal, seen from the side of the person who types.
    private final class Keyboard: Sendable {
        let person: Int32
        let terminal: Int32

        init() throws {
            // By ioctl_tty(2): Swift's Glibc module leaves out posix_openpt(3) and its kin.
            let (unlock, number) = (UInt(0x4004_5431), UInt(0x8004_5430))
            person = open("/dev/ptmx", O_RDWR | O_NOCTTY)
            var value: Int32 = 0
            try #require(ioctl(person, unlock, &value) == 0 && ioctl(person, number, &value) == 0)
            terminal = open("/dev/pts/\(value)", O_RDWR | O_NOCTTY)
            try #require(isatty(terminal) == 1)
        }

        deinit {
            close(person)
            close(terminal)
        }

        var shows: Bool {
            var settings = termios()
            tcgetattr(terminal, &settings)
            return settings.c_lflag & tcflag_t(ECHO) != 0
        }

        func type(_ text: String) {
            let bytes = Array(text.utf8)
            _ = write(person, bytes, bytes.count)
        }

        /// What the terminal has shown.
        var screen: String {
            var ready = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 50) == 1 else { return "" }
            var bytes = [UInt8](repeating: 0, count: 4096)
            return String(decoding: bytes.prefix(max(0, read(person, &bytes, bytes.count))), as: UTF8.self)
        }
    }

    private func ask(_ answers: [String]) throws -> (Result<String, any Error>, questions: [String], screen: String) {
        let keyboard = try Keyboard()
        let questions = Mutex<[String]>([])
        let source = PasswordSource(input: keyboard.terminal) { question in
            guard question != "\n" else { return }
            #expect(!keyboard.shows)
            let count = questions.withLock { questions in
                questions.append(question)
                return questions.count
            }
            keyboard.type(answers[count - 1] + "\n")
        }
        let result = Result { try source.newPassword().text }
        #expect(keyboard.shows)
        return (result, questions.withLock { $0 }, keyboard.screen)
    }

    @Test("is asked for twice and never shown")
    func twice() throws {
        let (password, questions, screen) = try ask(["Correct1horse", "Correct1horse"])
        #expect(try password.get() == "Correct1horse")
        #expect(questions == ["Password: ", "Once more: "])
        #expect(!screen.contains("horse"))
    }

    @Test("is refused where the two differ")
    func differs() throws {
        let (password, _, screen) = try ask(["Correct1horse", "Correct1house"])
        #expect(throws: Failure(.dataError, "the two passwords differ; nothing was changed")) { try password.get() }
        #expect(!screen.contains("ho"))
    }

    @Test("leaves the terminal as it was when a rule is broken")
    func refused() throws {
        let (password, _, _) = try ask(["short", "short"])
        #expect(throws: Failure(.dataError, "a password has at least 10 characters")) { try password.get() }
    }
}
