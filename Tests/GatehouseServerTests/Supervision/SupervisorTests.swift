// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GatehouseServer

@Suite("Word to the supervisor")
struct SupervisorTests {
    private func received(on socket: DatagramSocket) -> String? {
        socket.receive(within: .zero).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("arrives at a path and at an abstract name, several words in one datagram", arguments: [false, true])
    func arrives(_ isAbstract: Bool) throws {
        let folder = TemporaryFolder()
        let name = (isAbstract ? "@" : "") + folder.path("notify")
        let socket = try DatagramSocket(at: name)
        let supervisor = Supervisor(environment: ["NOTIFY_SOCKET": name])
        #expect(supervisor.tell(.ready, .status("answering")) == nil)
        #expect(received(on: socket) == "READY=1\nSTATUS=answering")
        #expect(supervisor.tell(.alive) == nil)
        #expect(received(on: socket) == "WATCHDOG=1")
        #expect(supervisor.tell(.stopping) == nil)
        #expect(received(on: socket) == "STOPPING=1")
    }

    @Test("cannot be forged by a line end in a status")
    func lineEnd() throws {
        let folder = TemporaryFolder()
        let socket = try DatagramSocket(at: folder.path("notify"))
        Supervisor(environment: ["NOTIFY_SOCKET": folder.path("notify")]).tell(.status("a\nMAINPID=1"))
        #expect(received(on: socket) == #"STATUS=a\u{a}MAINPID=1"#)
    }

    @Test("is told to nobody, and missed by nobody, where the environment names no socket", arguments: [nil, ""])
    func nobody(_ name: String?) {
        let environment = name.map { ["NOTIFY_SOCKET": $0] } ?? [:]
        #expect(Supervisor(environment: environment).tell(.ready) == nil)
    }

    @Test("is not heard where the socket is not there, is closed, or has no address, and the reason is told")
    func deaf() throws {
        let folder = TemporaryFolder()
        _ = try DatagramSocket(at: folder.path("closed"))
        let long = folder.path(String(repeating: "x", count: 200))
        for (name, reason) in [
            (folder.path("none"), "No such file or directory"), (folder.path("closed"), "Connection refused"),
            (long, "its path is too long"),
        ] {
            let supervisor = Supervisor(environment: ["NOTIFY_SOCKET": name])
            #expect(supervisor.tell(.ready) == "NOTIFY_SOCKET is \(name): \(reason)")
        }
    }

    static let watchdogs: [(environment: [String: String], interval: Duration?)] = [
        ([:], nil),
        (["WATCHDOG_USEC": "10000000"], .seconds(10)),
        (["WATCHDOG_USEC": "500000", "WATCHDOG_PID": "42"], .milliseconds(500)),
        (["WATCHDOG_USEC": "500000", "WATCHDOG_PID": "43"], nil),
        (["WATCHDOG_USEC": "0"], nil),
        (["WATCHDOG_USEC": "x"], nil),
    ]

    @Test("is wanted as often as the environment says, where it means this process", arguments: watchdogs)
    func watchdog(_ environment: [String: String], _ interval: Duration?) {
        #expect(Supervisor(environment: environment, process: 42).watchdogInterval == interval)
    }
}

@Suite("Sockets that systemd passes")
struct PassedSocketTests {
    @Test("the one is the first descriptor, where it was passed to this process")
    func one() throws {
        #expect(try PassedSockets.only(environment: ["LISTEN_FDS": "1", "LISTEN_PID": "42"], process: 42) == 3)
        #expect(try PassedSockets.only(environment: ["LISTEN_FDS": "1", "LISTEN_PID": "43"], process: 42) == nil)
        #expect(try PassedSockets.only(environment: ["LISTEN_FDS": "1"], process: 42) == nil)
        #expect(try PassedSockets.only(environment: ["LISTEN_FDS": "0", "LISTEN_PID": "42"], process: 42) == nil)
        #expect(try PassedSockets.only(environment: [:], process: 42) == nil)
    }

    @Test("several are refused", arguments: ["2", "x", "-1"])
    func several(_ count: String) {
        let failure = #expect(throws: Failure.self) {
            try PassedSockets.only(environment: ["LISTEN_FDS": count, "LISTEN_PID": "42"], process: 42)
        }
        #expect(failure?.status == .configuration)
        #expect(failure?.description.contains("LISTEN_FDS is \"\(count)\"") == true)
    }
}
