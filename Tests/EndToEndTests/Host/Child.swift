// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import TestSupport

/// A process of the test's own, which does not outlive it.
final class Child: Sendable {
    let pid: pid_t
    private let status = Mutex<Int32?>(nil)

    /// Starts `arguments` with exactly this environment; `listener`, where given, becomes descriptor 3.
    init(_ arguments: [String], environment: [String: String], log: String, listener: Int32? = nil) throws {
        pid = try Spawner.shared.child(arguments, environment, log, listener)
        Undertaker.shared.add(self)
    }

    func signal(_ number: Int32) {
        status.withLock { status in
            // A process that was waited for has given its number away.
            if status == nil { kill(pid, number) }
        }
    }

    /// What the process has used of a processor, in ticks (proc_pid_stat(5)).
    var ticks: Int {
        let text = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 12 ? (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) : 0
    }

    /// The processes that this one has started (proc_tid_children(5)).
    var children: [pid_t] {
        let text = (try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)) ?? ""
        return text.split(separator: " ").compactMap { pid_t($0) }
    }

    /// The wait status of the process, nil while it runs.
    var ended: Int32? {
        status.withLock { status in
            var raw: Int32 = 0
            if status == nil, waitpid(pid, &raw, WNOHANG) == pid { status = raw }
            return status
        }
    }

    /// Waits for the end and returns the exit status, nil where a signal was the end or none came within `seconds`.
    func exitStatus(within seconds: Double = 20) -> Int32? {
        guard eventually(within: seconds, { self.ended != nil }), let raw = ended, raw & 0x7f == 0 else { return nil }
        return (raw >> 8) & 0xff
    }

    /// Asks the process to end and waits until it has: nginx's workers live on where their master is killed.
    func end() {
        signal(SIGTERM)
        if !eventually(within: 5, { self.ended != nil }) { destroy() }
    }

    /// Ends the process at once and waits until it is gone.
    func destroy() {
        signal(SIGKILL)
        _ = eventually(within: 5) { self.ended != nil }
    }
}

/// Starts processes from one thread that lives as long as the test: the kernel ends a child of `setpriv --pdeathsig`
/// when the thread that has started it ends.
private final class Spawner: Sendable {
    static let shared = Spawner()
    private let queue = Mutex<[@Sendable () -> Void]>([])
    private let filled = DispatchSemaphore(value: 0)

    private init() {
        Thread.detachNewThread { [self] in
            while true {
                filled.wait()
                queue.withLock { $0.removeFirst() }()
            }
        }
    }

    func child(
        _ arguments: [String], _ environment: [String: String], _ log: String, _ listener: Int32?
    ) throws -> pid_t {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result<pid_t, any Error>>(.failure(POSIXError(.ECHILD)))
        queue.withLock {
            $0.append {
                result.withLock { $0 = Result { try Self.start(arguments, environment, log, listener) } }
                done.signal()
            }
        }
        filled.signal()
        done.wait()
        return try result.withLock { try $0.get() }
    }

    private static func start(
        _ arguments: [String], _ environment: [String: String], _ log: String, _ listener: Int32?
    ) throws -> pid_t {
        let files = [
            open("/dev/null", O_RDONLY | O_CLOEXEC), open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600),
        ]
        defer { files.forEach { close($0) } }
        return try TestSupport.spawn(
            ["/usr/bin/setpriv", "--pdeathsig", "TERM"] + arguments, environment: environment,
            descriptors: files + [files[1]] + (listener.map { [$0] } ?? []))
    }
}

/// Ends at exit what no test has ended.
final class Undertaker: Sendable {
    static let shared = Undertaker()
    private let duties = Mutex<[@Sendable () -> Void]>([])

    private init() {
        atexit { Undertaker.shared.duties.withLock { $0 }.forEach { $0() } }
    }

    func add(_ child: Child) { atExit { child.end() } }

    func atExit(_ duty: @escaping @Sendable () -> Void) { duties.withLock { $0.append(duty) } }
}
