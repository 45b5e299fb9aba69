// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Starts a program with exactly these descriptors and no others.
///
/// Foundation's `Process` takes the end of a child from a socket that every other child inherits, so that it waits for
/// ever where another lives on.
///
/// - Parameters:
///   - arguments: the path of the program and what it is called with.
///   - environment: its whole environment; nil inherits this process's.
///   - descriptors: what becomes its descriptors 0, 1, 2 and so on.
/// - Returns: the number of the process, which the caller waits for.
/// - Throws: ``SystemError`` when the program cannot be started.
public func spawn(_ arguments: [String], environment: [String: String]?, descriptors: [Int32]) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // First out of each other's way: a descriptor may be among the numbers that the child is to have.
    let copies = descriptors.map { fcntl($0, F_DUPFD_CLOEXEC, 100) }
    defer { copies.forEach { close($0) } }
    for (number, copy) in copies.enumerated() { posix_spawn_file_actions_adddup2(&actions, copy, Int32(number)) }
    _ = closeFrom(&actions, Int32(descriptors.count))
    let whole = environment ?? ProcessInfo.processInfo.environment
    let argv = arguments.map { strdup($0) } + [nil]
    let envp = whole.map { strdup("\($0)=\($1)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var pid: pid_t = 0
    var attributes = hearingSignals()
    defer { posix_spawnattr_destroy(&attributes) }
    errno = posix_spawn(&pid, arguments[0], &actions, &attributes, argv, envp)
    guard errno == 0 else { throw SystemError("posix_spawn of \(arguments[0])") }
    return pid
}

/// A child hears every signal, whatever the thread that starts it has blocked or the shell of the tests ignores.
private func hearingSignals() -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    return attributes
}

/// Declared by hand: glibc's header shows it to GNU programs alone.
@_silgen_name("posix_spawn_file_actions_addclosefrom_np")
private func closeFrom(_ actions: UnsafeMutablePointer<posix_spawn_file_actions_t>, _ descriptor: Int32) -> Int32
