// SPDX-License-Identifier: Apache-2.0

import Basics
import CGI
import Glibc

/// The folder beside the database in which every worker has a socket, named by the number of its process.
///
/// The account of the workers alone may enter it, and root.
struct StatusFolder: Sendable {
    private let path: String

    /// How long a worker may take to accept a question, and then to answer.
    private let patience: Duration

    /// The folder of the workers of a database.
    init(database path: String, patience: Duration = .seconds(1)) {
        self.path = path + "-workers"
        self.patience = patience
    }

    /// Listens for questions to this process; sockets of processes that are gone are removed.
    ///
    /// - Throws: ``Failure`` where the folder cannot be made or the socket not be bound.
    func listen() throws(Failure) -> Int32 {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("make") }
        // `chmod 600` of all that stands beside the database is soon typed, and shuts a folder.
        _ = chmod(path + "/", 0o700)
        for process in try processes where kill(process, 0) != 0 && errno == ESRCH { unlink("\(path)/\(process)") }
        unlink("\(path)/\(getpid())")
        let listener = try withAddress(of: getpid()) { socket, address, length in
            bind(socket, address, length) == 0 && Glibc.listen(socket, 16) == 0
        }
        guard let listener else { throw failure("listen in") }
        return listener
    }

    /// Removes the socket of this process.
    func leave() {
        unlink("\(path)/\(getpid())")
    }

    /// The processes that have, or had, a socket here, the lowest number first.
    ///
    /// - Throws: ``Failure`` where the folder is there and cannot be read.
    var processes: [Int32] {
        get throws(Failure) {
            guard let names = names(inFolder: path) else {
                if errno == ENOENT { return [] }
                throw failure("read")
            }
            return names.compactMap { Int32($0) }.filter { $0 > 0 }.sorted()
        }
    }

    /// What all workers say, and the processes of those that say nothing, or cannot be asked.
    func answers() throws(Failure) -> (workers: [WorkerStatus], silent: [Int32]) {
        var (workers, silent): ([WorkerStatus], [Int32]) = ([], [])
        for process in try processes {
            switch try? answer(of: process) {
            case .status(let status): workers.append(status)
            case .silence, nil: silent.append(process)
            case .gone: break
            }
        }
        return (workers, silent)
    }

    /// What came of a question to a worker.
    enum Answer {
        /// It has answered.
        case status(WorkerStatus)
        /// It has not accepted the question in time, or not answered it, or nothing that makes sense.
        case silence
        /// There is no such worker any more.
        case gone
    }

    /// What that process says.
    ///
    /// - Throws: ``Failure`` where it cannot be asked, whether it lives or not.
    func answer(of process: Int32) throws(Failure) -> Answer {
        guard let socket = try withAddress(of: process, ask) else {
            switch errno {
            case ECONNREFUSED, ENOENT: return .gone
            // As many as may wait to be accepted do so: those who have gone away since are among them.
            case EAGAIN: return .silence
            default: throw failure("ask worker \(process) in")
            }
        }
        defer { close(socket) }
        guard let bytes = try? contents(of: socket, limit: Self.longest), bytes.count < Self.longest else {
            return .silence
        }
        return WorkerStatus(bytes).map(Answer.status) ?? .silence
    }

    private static let longest = 65_536

    /// Connects, and lets no step that follows take longer than there is patience; false with `errno` set.
    private func ask(_ socket: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Bool {
        let (seconds, attoseconds) = patience.components
        var limit = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
        for option in [SO_SNDTIMEO, SO_RCVTIMEO] {
            setsockopt(socket, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        while connect(socket, address, length) != 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }

    /// A socket for which `act` has done its work with the address of that process; nil with `errno` set where it has
    /// failed.
    ///
    /// The address goes by way of the folder's descriptor, so that a long path fits into it.
    private func withAddress(
        of process: Int32, _ act: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) throws(Failure) -> Int32? {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard folder >= 0 else { throw failure("open") }
        defer { close(folder) }
        guard let address = UnixAddress("/proc/self/fd/\(folder)/\(process)") else {
            errno = ENAMETOOLONG
            return nil
        }
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw failure("open a socket for") }
        guard address.withPointer({ act(socket, $0, $1) }) else {
            close(socket)
            return nil
        }
        return socket
    }

    private func failure(_ deed: String) -> Failure {
        Failure(.unavailable, "cannot \(deed) \(path.printable): \(systemMessage(errno))")
    }
}
